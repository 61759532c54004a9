package io.pult.api;

import io.pult.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The contract for people: the document itself, and Swagger UI from its packaged library, with nothing from elsewhere. */
final class Explorer {
    private static final CharSequence CSP = HttpHeaders.createOptimized("content-security-policy");
    private static final String OWN_PAGE = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String OWN = "openapi/explorer/";
    private static final String LIBRARY = "META-INF/resources/webjars/swagger-ui/";
    private static final String LIBRARY_VERSION = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "start.js", "text/javascript; charset=utf-8",
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
            "swagger-ui.css", "text/css; charset=utf-8",
            "favicon-32x32.png", "image/png");

    private final Vertx vertx;
    private final Contract contract;
    private final Map<String, Future<Buffer>> files = new HashMap<>();

    Explorer(Vertx vertx, Contract contract) {
        this.vertx = vertx;
        this.contract = contract;
    }

    void contract(Exchange exchange, JsonObject arguments) {
        fresh(exchange, "application/json", contract.etag(), contract.json());
    }

    void page(Exchange exchange, JsonObject arguments) {
        file(exchange, "index.html");
    }

    void file(Exchange exchange, JsonObject arguments) {
        file(exchange, arguments.getString("file"));
    }

    private void file(Exchange exchange, String name) {
        String type = TYPES.get(name);
        if (type == null) {
            throw Failure.notFound("route.not_found", "There is nothing at this path");
        }
        // Read once, off the loop, on the first visit: few nodes are ever looked at with a browser.
        files.computeIfAbsent(name, file -> vertx.executeBlocking(() -> read(file), false))
                .onSuccess(bytes -> fresh(exchange, type, '"' + Integer.toHexString(bytes.hashCode()) + '"', bytes))
                .onFailure(exchange::fail);
    }

    private static void fresh(Exchange exchange, String type, String etag, Buffer body) {
        if (exchange.gone()) {
            return;
        }
        boolean unchanged = EntityTag.matches(exchange.header(HttpHeaders.IF_NONE_MATCH), etag);
        exchange.head(unchanged ? 304 : 200, type)
                .putHeader(HttpHeaders.ETAG, etag)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(CSP, OWN_PAGE);
        if (unchanged) {
            exchange.endEmpty();
        } else {
            exchange.end(body);
        }
    }

    private static Buffer read(String name) throws IOException {
        boolean own = name.equals("index.html") || name.equals("start.js");
        return Packaged.read(own ? OWN + name : LIBRARY + libraryVersion() + "/" + name);
    }

    private static String libraryVersion() throws IOException {
        var properties = new Properties();
        try (InputStream in = Packaged.open(LIBRARY_VERSION)) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
