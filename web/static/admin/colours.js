// Bootstrap reads light or dark from an attribute: that of the system.
const dark = matchMedia("(prefers-color-scheme: dark)");

function follow() {
  document.documentElement.dataset.bsTheme = dark.matches ? "dark" : "light";
}

dark.addEventListener("change", follow);
follow();
