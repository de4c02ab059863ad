"""Builder of an ONNX graph, node by node.

Operators: https://onnx.ai/onnx/operators/, opset 17.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import GraphProto, NodeProto, TensorProto, ValueInfoProto, checker, helper, numpy_helper

OPSET = 17
IR_VERSION = 9


class ExportError(RuntimeError):
    """Error: no ONNX graph with the results of the Keras network."""


class GraphBuilder:
    """Nodes, constants, inputs and outputs of a graph, by the names of tensors."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: dict[str, NDArray[Any]] = {}
        self._inputs: list[ValueInfoProto] = []
        self._outputs: dict[str, ValueInfoProto] = {}

    def input(self, name: str, dtype: str, shape: Sequence[int | str]) -> None:
        """Add an input; variable sizes of the shape have a name."""
        kind = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
        self._inputs.append(helper.make_tensor_value_info(name, kind, shape))

    def constant(self, name: str, array: NDArray[Any]) -> str:
        """Add a constant array, such as weights, and return its name."""
        self._constants[name] = array
        return name

    def integers(self, name: str, *values: int) -> str:
        """Add a constant list of integers, such as a shape or axes, and return its name."""
        return self.constant(name, np.array(values, np.int64))

    def node(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        """Add a node, and return `output`, the name of the resulting tensor."""
        self._nodes.append(helper.make_node(operator, inputs, output.split(), **attributes))
        return output

    def output(self, name: str, *sizes: int | None) -> None:
        """Add the tensor of a name to the optional outputs."""
        self._outputs[name] = helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes)

    def to_bytes(self, main: str) -> bytes:
        """Return the serialised, checked graph, with `main` as first output."""
        optional = [info for name, info in self._outputs.items() if name != main]
        graph = helper.make_graph(
            self._nodes,
            "recollect",
            self._inputs,
            [self._outputs[main], *optional],
            [numpy_helper.from_array(array, name) for name, array in self._constants.items()],
        )
        return serialize(graph)


def serialize(graph: GraphProto) -> bytes:
    """Return a graph as the bytes of an ONNX file, checked."""
    opset = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=IR_VERSION)
    checker.check_model(model)
    return bytes(model.SerializeToString())
