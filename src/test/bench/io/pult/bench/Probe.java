package io.pult.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a node single questions, as cheaply as they can be asked while the node starts on the same cores. */
final class Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LOOK_MS = 10;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Probe() {}

    /** Returns when the path is answered with 200; looks a hundred times a second. */
    static void await(Child server, int port, String path) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isGood(port, path)) {
            server.requireAlive();
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("nothing answers " + path + " with 200: " + server.logEnd());
            }
            Thread.sleep(LOOK_MS);
        }
    }

    /** @return false also when nobody listens */
    static boolean isGood(int port, String path) {
        try (var socket = new Socket()) {
            socket.setSoTimeout(1_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    /** @return the body; fails on any status of 300 and above */
    static String ask(String method, URI url, String key) throws IOException, InterruptedException {
        return body(HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + key)
                .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    /** Asked by nobody in particular; fails as {@link #ask}. */
    static String get(URI url) throws IOException, InterruptedException {
        return body(HttpRequest.newBuilder(url));
    }

    /** Asked by nobody in particular; fails as {@link #ask}. */
    static String post(URI url, String json) throws IOException, InterruptedException {
        return body(HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static String body(HttpRequest.Builder asked) throws IOException, InterruptedException {
        HttpRequest request = asked.timeout(PATIENCE).build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(
                    request.method() + " " + request.uri() + " gave " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
