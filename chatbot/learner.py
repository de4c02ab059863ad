"""One step of learning: a batch in, better weights out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
import tensorflow as tf

from chatbot.recipe import Recipe, Schedule

Step = Callable[..., tuple[Any, Any]]


def learning_step(model: keras.Model, recipe: Recipe, schedule: Schedule) -> Step:
    """Return a function that learns from one batch, and returns its mean loss and accuracy.

    It takes the inputs of `model`, labels and weights per message. What learns is the last output
    of the model. Batches of any shape run the same compiled function: Keras' own training loop
    would compile itself anew for several of them.
    """
    optimizer = _optimizer(recipe, schedule)
    optimizer.build(model.trainable_variables)

    def step(*inputs_labels_weights: Any) -> tuple[Any, Any]:
        *inputs, labels, weights = inputs_labels_weights
        with tf.GradientTape() as tape:
            logits = outputs(model, inputs, training=True)[-1]
            loss = _loss(logits, labels, weights, recipe.label_smoothing)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        right = tf.equal(tf.argmax(logits, 1, labels.dtype), labels)
        return loss, tf.reduce_mean(tf.cast(right, tf.float32))

    of_messages = [tf.TensorSpec((None,), tf.int32), tf.TensorSpec((None,), tf.float32)]
    inputs = [tf.TensorSpec(i.shape, i.dtype) for i in model.inputs]
    compiled: Step = tf.function(step, input_signature=[*inputs, *of_messages])
    return compiled


def outputs(model: keras.Model, inputs: Sequence[Any], *, training: bool = False) -> list[Any]:
    """Return the logits to answer with and those that learn; Keras lists no single output."""
    found = model(inputs, training=training)
    return found if isinstance(found, list) else [found]


def _loss(logits: Any, labels: Any, weights: Any, smoothing: float) -> Any:
    """Weighted mean cross-entropy with smoothed labels (https://arxiv.org/abs/1512.00567)."""
    classes = logits.shape[-1]
    wanted = tf.one_hot(labels, classes) * (1 - smoothing) + smoothing / classes
    return tf.reduce_mean(weights * tf.nn.softmax_cross_entropy_with_logits(wanted, logits))


def _optimizer(recipe: Recipe, schedule: Schedule) -> keras.optimizers.Optimizer:
    steps = schedule.epochs * schedule.steps
    warm_up = max(1, round(0.08 * steps))
    rate = keras.optimizers.schedules.CosineDecay(
        recipe.learning_rate / 10,
        max(1, steps - warm_up),
        alpha=0.1,
        warmup_target=recipe.learning_rate,
        warmup_steps=warm_up,
    )
    optimizer = keras.optimizers.AdamW(rate, weight_decay=recipe.weight_decay, clipnorm=1.0)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    return optimizer
