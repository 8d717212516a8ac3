// Shows the OpenAPI document with Swagger UI. A key given to "Authorize" is sent with
// every request tried out here, and is forgotten when the page is left.
const element = document.getElementById("api-docs");

SwaggerUIBundle({
  domNode: element,
  url: element.dataset.openapi,
  deepLinking: true,
  displayRequestDuration: true,
  validatorUrl: null, // Never send our document to someone else's validator.
});
