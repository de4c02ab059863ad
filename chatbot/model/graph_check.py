"""Check of a graph in ONNX before it is run: only what the export writes is allowed.

onnxruntime would follow the path of a file beside the graph, run a loop without an end, and load
functions. The graph is read by the encoding of Protocol Buffers, https://protobuf.dev: a server
has no library for ONNX.
"""

from collections.abc import Iterator

# fmt: off
OPERATORS = frozenset(
    (
        "Add", "Cast", "Concat", "Div", "Gather", "Gemm", "LSTM",
        "LpNormalization", "MatMul", "Max", "Min", "Mul", "OneHot", "RNN",
        "ReduceMax", "ReduceMean", "ReduceSum", "Relu", "Reshape", "Softmax", "Split", "Sqrt",
        "Sum", "Tanh", "Transpose", "Unsqueeze",
    )
)
# fmt: on

# Numbers of fields in https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
GRAPH, TRAINING, FUNCTIONS = 7, 20, 25
NODE, INITIALIZER, SPARSE_INITIALIZER = 1, 5, 15
OPERATOR, ATTRIBUTE, DOMAIN = 4, 5, 7
EXTERNAL_DATA, DATA_LOCATION = 13, 14
NUMBERS_AND_TEXTS = frozenset((1, 2, 3, 4, 7, 8, 9, 13, 20, 21))
"""Fields of an attribute; the others are tensors and graphs."""

Field = tuple[int, int | memoryview]


class ForeignGraphError(ValueError):
    """Error: a graph that the export did not write; the message is the part of a sentence."""


def check_graph(model: bytes) -> None:
    """Raise ForeignGraphError unless the graph has only nodes and weights of the export."""
    for number, value in _fields(memoryview(model)):
        if number == GRAPH:
            _check_parts(_message(value))
        elif number in (TRAINING, FUNCTIONS):
            raise ForeignGraphError("it has functions")


def _check_parts(graph: memoryview) -> None:
    for number, value in _fields(graph):
        if number == NODE:
            _check_node(_message(value))
        elif number == INITIALIZER:
            _check_weights(_message(value))
        elif number == SPARSE_INITIALIZER:
            raise ForeignGraphError("it has sparse weights")


def _check_node(node: memoryview) -> None:
    for number, value in _fields(node):
        if number == OPERATOR and (name := bytes(_message(value)).decode()) not in OPERATORS:
            raise ForeignGraphError(f"it has the operator {name[:40]!r}")
        if number == DOMAIN and _message(value):
            raise ForeignGraphError("it has operators of others")
        if number == ATTRIBUTE:
            for field, _ in _fields(_message(value)):
                if field not in NUMBERS_AND_TEXTS:
                    raise ForeignGraphError("it has a graph or weights within a node")


def _check_weights(tensor: memoryview) -> None:
    for number, _ in _fields(tensor):
        if number in (EXTERNAL_DATA, DATA_LOCATION):
            raise ForeignGraphError("it has weights in another file")


def _message(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise ForeignGraphError("it is damaged")
    return value


def _fields(message: memoryview) -> Iterator[Field]:
    """Numbers and values of the fields of a message; a value of fixed length is 0."""
    at = 0
    while at < len(message):
        key, at = _integer(message, at)
        number, kind = key >> 3, key & 7
        value: int | memoryview = 0
        if kind == 0:
            value, at = _integer(message, at)
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        elif kind == 2:
            size, at = _integer(message, at)
            value, at = message[at : at + size], at + size
        else:
            raise ForeignGraphError("it is damaged")
        if at > len(message):
            raise ForeignGraphError("it is cut off")
        yield number, value


def _integer(message: memoryview, at: int) -> tuple[int, int]:
    """Integer of variable length at a place, and the place behind it."""
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            raise ForeignGraphError("it is cut off")
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ForeignGraphError("it is damaged")
