"""Graphs in ONNX that an attacker could put into a bundle."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import GraphProto, ModelProto, TensorProto, helper, numpy_helper

from chatbot.model.bundle import GRAPH, PARTS, Bundle, DamagedBundleError, Metadata
from chatbot.model.classifier import IntentClassifier
from chatbot.model.graph_check import ForeignGraphError, check_graph
from chatbot.model.onnx_graph import OnnxGraph

X = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])
Y = helper.make_tensor_value_info("logits", TensorProto.FLOAT, None)
WEIGHT = numpy_helper.from_array(np.ones(1, np.float32), "w")


def model(graph: GraphProto, *others: str) -> ModelProto:
    opsets = [helper.make_opsetid(domain, 1 if domain else 17) for domain in {"", *others}]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9)


def of_operator(operator: str, domain: str = "") -> ModelProto:
    node = helper.make_node(operator, ["x", "w"], ["logits"], domain=domain)
    return model(helper.make_graph([node], "g", [X], [Y], [WEIGHT]), domain)


def usual() -> ModelProto:
    return of_operator("Add")


def endless_loop() -> ModelProto:
    true = numpy_helper.from_array(np.array(True), "true")
    most = numpy_helper.from_array(np.array(2**62), "most")
    flags = [helper.make_tensor_value_info(n, TensorProto.BOOL, []) for n in ("c", "d")]
    number = helper.make_tensor_value_info("i", TensorProto.INT64, [])
    inner = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [1]) for n in ("v", "u")]
    body = helper.make_graph(
        [helper.make_node("Identity", ["c"], ["d"]), helper.make_node("Identity", ["v"], ["u"])],
        "body",
        [number, flags[0], inner[0]],
        [flags[1], inner[1]],
    )
    node = helper.make_node("Loop", ["most", "true", "x"], ["logits"], body=body)
    return model(helper.make_graph([node], "g", [X], [Y], [true, most]))


def hidden_in_a_usual_node() -> ModelProto:
    hostile = usual()
    attribute = helper.make_attribute("body", endless_loop().graph)
    hostile.graph.node[0].attribute.append(attribute)
    return hostile


def weights_in(path: str) -> ModelProto:
    hostile = usual()
    tensor = hostile.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=path)
    return hostile


def with_function() -> ModelProto:
    hostile = usual()
    node = helper.make_node("Add", ["a", "b"], ["c"])
    opsets = [helper.make_opsetid("", 17)]
    hostile.functions.append(helper.make_function("own", "F", ["a", "b"], ["c"], [node], opsets))
    return hostile


def enormous_weights() -> ModelProto:
    hostile = usual()
    hostile.graph.initializer[0].dims[:] = [2**40]
    return hostile


HOSTILE = {
    "a loop without an end": (endless_loop(), "'Loop'"),
    "a graph within a node": (hidden_in_a_usual_node(), "within a node"),
    "a branch": (of_operator("If"), "'If'"),
    "a file of the system": (weights_in("/etc/passwd"), "in another file"),
    "a file above the model": (weights_in("../../../../etc/passwd"), "in another file"),
    "an operator of a library": (of_operator("Add", domain="com.evil"), "of others"),
    "an unknown operator": (of_operator("Evil\n\x1b[31m"), "'Evil\\n\\x1b[31m'"),
    "memory without an end": (of_operator("ConstantOfShape"), "'ConstantOfShape'"),
    "functions": (with_function(), "functions"),
    "more weights than there are": (enormous_weights(), "cannot be used"),
}


def test_a_usual_graph_is_run() -> None:
    assert OnnxGraph(usual().SerializeToString()).input_names == ("x",)


@pytest.mark.parametrize(("hostile", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_graph_is_refused_in_a_sentence(hostile: ModelProto, reason: str) -> None:
    with pytest.raises(DamagedBundleError) as caught:
        OnnxGraph(hostile.SerializeToString())
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith("Train the model again.")


def test_a_bundle_with_a_hostile_graph_and_right_checksums_answers_nothing() -> None:
    parts = dict.fromkeys(PARTS, b"") | {GRAPH: endless_loop().SerializeToString()}
    metadata = Metadata("f" * 64, "english", 7, "2026-01-02T03:04:05+00:00")
    forged = Bundle.from_bytes(Bundle(metadata, parts).to_bytes())
    with pytest.raises(DamagedBundleError, match="'Loop'"):
        IntentClassifier.from_bundle(forged)


@given(st.binary(max_size=60))
def test_any_bytes_are_checked_to_the_end(data: bytes) -> None:
    with contextlib.suppress(ForeignGraphError, UnicodeDecodeError):
        check_graph(data)


def test_a_graph_cut_off_anywhere_is_refused() -> None:
    whole = usual().SerializeToString()
    for length in range(1, len(whole)):
        with pytest.raises(DamagedBundleError):
            OnnxGraph(whole[:length])
