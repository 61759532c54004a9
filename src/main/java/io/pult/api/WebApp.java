package io.pult.api;

import io.pult.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The web app: one page for every path that the contract does not have, and the files it is made of, whose names change with
 * what is in them. Confined to the verticle's event loop.
 */
final class WebApp {
    private static final CharSequence CSP = HttpHeaders.createOptimized("content-security-policy");

    /**
     * Styles may stand in the page, because the component library sets its variables there; scripts may not. Telegram's web
     * clients show a Mini App in a frame.
     */
    private static final String OWN_PAGE = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'self' https://web.telegram.org https://webk.telegram.org"
            + " https://webz.telegram.org";

    private static final String FOLDER = "web/";
    private static final String PAGE = "index.html";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final Pattern FILE =
            Pattern.compile("/((?:assets/)?[A-Za-z0-9_][A-Za-z0-9._-]*\\.(js|css|svg|woff2|png|webmanifest))");
    private static final Pattern GZIP =
            Pattern.compile("(?i)(?:^|,)\\s*gzip\\s*(?:;\\s*q\\s*=\\s*(?!0(?:\\.0*)?\\s*(?:,|$))[0-9.]+\\s*)?(?=,|$)");
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "woff2", "font/woff2",
            "png", "image/png",
            "webmanifest", "application/manifest+json");

    private final Vertx vertx;
    private final Map<String, Future<File>> files = new HashMap<>();

    /** @param gzip absent where it would not be smaller */
    private record File(Buffer plain, @Nullable Buffer gzip, String etag) {}

    WebApp(Vertx vertx) {
        this.vertx = vertx;
    }

    /** @return false when this is nothing for a browser: the caller says that there is nothing at the path */
    boolean answer(Exchange exchange, @Nullable String path) {
        HttpServerRequest request = exchange.request();
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (!reads || path == null) {
            return false;
        }
        Matcher file = FILE.matcher(path);
        if (file.matches()) {
            String extension = file.group(2);
            serve(exchange, file.group(1), TYPES.getOrDefault(extension, "application/octet-stream"));
            return true;
        }
        String accepted = exchange.header(HttpHeaders.ACCEPT);
        if (accepted == null || !accepted.contains("text/html")) {
            return false;
        }
        serve(exchange, PAGE, "text/html; charset=utf-8");
        return true;
    }

    private void serve(Exchange exchange, String name, String type) {
        // Read once, off the loop, on the first visit. What is not there is not remembered: paths are anybody's to
        // invent.
        Future<File> file = files.computeIfAbsent(name, wanted -> vertx.executeBlocking(() -> read(wanted), false));
        file.onSuccess(found -> send(exchange, name, type, found)).onFailure(cause -> {
            files.remove(name, file);
            exchange.fail(Failure.notFound("route.not_found", "There is nothing at this path"));
        });
    }

    private static void send(Exchange exchange, String name, String type, File file) {
        if (exchange.gone()) {
            return;
        }
        boolean unchanged = EntityTag.matches(exchange.header(HttpHeaders.IF_NONE_MATCH), file.etag);
        Buffer gzip = takesGzip(exchange.header(HttpHeaders.ACCEPT_ENCODING)) ? file.gzip : null;
        var response = exchange.head(unchanged ? 304 : 200, type)
                .putHeader(HttpHeaders.ETAG, file.etag)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader(HttpHeaders.CACHE_CONTROL, name.startsWith("assets/") ? FOR_EVER : "no-cache");
        if (name.equals(PAGE)) {
            response.putHeader(CSP, OWN_PAGE);
        }
        if (unchanged) {
            exchange.endEmpty();
        } else if (gzip != null) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            exchange.end(gzip);
        } else {
            exchange.end(file.plain);
        }
    }

    /** A weight of zero is how a client says that it must not be (RFC 9110, 12.5.3). */
    private static boolean takesGzip(@Nullable String encodings) {
        return encodings != null && GZIP.matcher(encodings).find();
    }

    private static File read(String name) throws IOException {
        Buffer plain = Packaged.read(FOLDER + name);
        Buffer gzip = Packaged.has(FOLDER + name + ".gz") ? Packaged.read(FOLDER + name + ".gz") : null;
        return new File(plain, gzip, '"' + Integer.toHexString(plain.hashCode()) + '"');
    }
}
