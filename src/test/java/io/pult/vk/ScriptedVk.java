package io.pult.vk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A VK that says word for word what a test wants it to, also what the stand-in never would. Loopback only. */
final class ScriptedVk implements AutoCloseable {
    private static final String JSON = "application/json; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** @param body absent: the connection ends without an answer, after the call was taken */
    record Answer(int status, String type, @Nullable String body) {}

    record Asked(String method, String token, Map<String, String> form) {}

    /** @param tls absent: plain HTTP */
    ScriptedVk(@Nullable SSLContext tls) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls == null) {
            server = HttpServer.create(address, 0);
        } else {
            var https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = https;
        }
        server.createContext("/method/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** The port is the system's choice. */
    String url(String scheme) {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/method/";
    }

    ScriptedVk then(int status, String type, @Nullable String body) {
        answers.add(new Answer(status, type, body));
        return this;
    }

    ScriptedVk then(String body) {
        return then(200, JSON, body);
    }

    /** The call is taken, and the answer lost. */
    ScriptedVk thenCut() {
        return then(200, JSON, null);
    }

    List<Asked> asked() {
        return asked;
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            String bearer = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(new Asked(path.substring("/method/".length()), bearer.substring("Bearer ".length()), read(form)));
            Answer next = answers.poll();
            if (next == null) {
                next = new Answer(200, JSON, "{\"response\":1}");
            }
            if (next.body == null) {
                return;
            }
            byte[] body = next.body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", next.type);
            exchange.sendResponseHeaders(next.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> read(String form) {
        var read = new HashMap<String, String>();
        Arrays.stream(form.split("&"))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> read.put(decode(pair[0]), decode(pair[1])));
        return read;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
