"""An ONNX graph that is being written, node by node.

Its operators are those of https://onnx.ai/onnx/operators/, opset 17.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import GraphProto, NodeProto, TensorProto, ValueInfoProto, checker, helper, numpy_helper

OPSET = 17
IR_VERSION = 9


class OnnxDraft:
    """The nodes, constants, inputs and outputs of a graph, by the names of their tensors."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: dict[str, NDArray[Any]] = {}
        self._inputs: list[ValueInfoProto] = []
        self._outputs: dict[str, ValueInfoProto] = {}

    def input(self, name: str, dtype: str, shape: Sequence[int | str]) -> None:
        """Let the graph take an array; a size that may vary has a name."""
        kind = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
        self._inputs.append(helper.make_tensor_value_info(name, kind, shape))

    def constant(self, name: str, array: NDArray[Any]) -> str:
        """Return the name of an array that is part of the graph, such as weights."""
        self._constants[name] = array
        return name

    def integers(self, name: str, *values: int) -> str:
        """Return the name of a list of whole numbers, such as a shape or axes."""
        return self.constant(name, np.array(values, np.int64))

    def node(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        """Apply an operator; return `output`, the name of what comes out of it."""
        self._nodes.append(helper.make_node(operator, inputs, output.split(), **attributes))
        return output

    def output(self, name: str, *sizes: int | None) -> None:
        """Let the graph give the tensor of this name to whoever asks for it."""
        self._outputs[name] = helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes)

    def to_bytes(self, main: str) -> bytes:
        """Return the checked graph, whose first output is `main`."""
        others = [info for name, info in self._outputs.items() if name != main]
        graph = helper.make_graph(
            self._nodes,
            "recollect",
            self._inputs,
            [self._outputs[main], *others],
            [numpy_helper.from_array(array, name) for name, array in self._constants.items()],
        )
        return model_of(graph)


def model_of(graph: GraphProto) -> bytes:
    """Return the file of a graph, checked."""
    opset = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=IR_VERSION)
    checker.check_model(model)
    return bytes(model.SerializeToString())
