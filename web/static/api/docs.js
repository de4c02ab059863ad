const page = document.getElementById("docs");

SwaggerUIBundle({
  domNode: page,
  url: page.dataset.document,
  deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis],
});
