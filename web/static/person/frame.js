import "../widget/frame.js";
import "./main.js";
