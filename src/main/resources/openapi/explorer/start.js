SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#explorer',
  deepLinking: true,
  displayRequestDuration: true,
  filter: true,
  // Asks nobody else about our contract.
  validatorUrl: null,
});
