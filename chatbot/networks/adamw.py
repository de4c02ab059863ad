"""AdamW whose steps are single operations: Keras' own take almost as long as all else in a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

_MEAN_KEPT, _SPREAD_KEPT, _EPSILON = 0.9, 0.999, 1e-7
_LONGEST_GRADIENT = 1.0


class AdamW:
    """Adam with decoupled weight decay (Loshchilov & Hutter, https://arxiv.org/abs/1711.05101).

    The gradient of each variable is cut to length 1. What has "bias" in its name does not decay.
    """

    def __init__(self, variables: Sequence[Any], decay: float) -> None:
        self._decay = decay
        self._decays = ["bias" not in variable.path for variable in variables]
        self._variables = [variable.value for variable in variables]
        self._means, self._spreads = (
            [tf.Variable(tf.zeros_like(variable)) for variable in self._variables] for _ in range(2)
        )
        self._steps = tf.Variable(0.0)

    def apply(self, gradients: Sequence[Any], rate: Any) -> None:
        """Move the variables by one step against their gradients."""
        steps = self._steps.assign_add(1.0)
        state = zip(self._variables, self._means, self._spreads, self._decays, strict=True)
        for (variable, mean, spread, decays), gradient in zip(state, gradients, strict=True):
            if decays:
                variable.assign_sub(variable * (rate * self._decay))
            tf.raw_ops.ResourceApplyAdam(
                var=variable.handle,
                m=mean.handle,
                v=spread.handle,
                beta1_power=_MEAN_KEPT**steps,
                beta2_power=_SPREAD_KEPT**steps,
                lr=rate,
                beta1=_MEAN_KEPT,
                beta2=_SPREAD_KEPT,
                epsilon=_EPSILON,
                grad=tf.convert_to_tensor(tf.clip_by_norm(gradient, _LONGEST_GRADIENT)),
            )

    def restart(self) -> None:
        """Forget all steps."""
        for each in (*self._means, *self._spreads, self._steps):
            each.assign(tf.zeros_like(each))
