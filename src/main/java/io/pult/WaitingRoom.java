package io.pult;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * Answers HTTP while the stores that the node needs to start are away: a client gets 503 with Retry-After instead of a
 * refused connection, and the management port says that the process lives but is not ready.
 */
final class WaitingRoom {
    private static final String PROBLEM = """
            {"type":"urn:pult:problem:node.starting","title":"Service Unavailable","status":503,\
            "code":"node.starting","detail":"The node waits for its database","retry_after":2}""";

    private final Vertx vertx;
    private final Settings settings;
    private @Nullable Future<Void> open;
    private @Nullable HttpServer api;
    private @Nullable HttpServer management;

    WaitingRoom(Vertx vertx, Settings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** Once; later calls change nothing. A port that is taken is found out by the node itself when it comes to listen. */
    void openOnce() {
        if (open != null) {
            return;
        }
        api = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(503)
                        .putHeader("content-type", "application/problem+json")
                        .putHeader("retry-after", "2")
                        .putHeader("connection", "close")
                        .end(PROBLEM));
        management = vertx.createHttpServer().requestHandler(request -> {
            boolean live = request.path().equals("/health/live");
            request.response()
                    .setStatusCode(live ? 200 : 503)
                    .putHeader("content-type", "application/json")
                    .putHeader("connection", "close")
                    .end(live ? "{\"status\":\"up\"}" : "{\"status\":\"starting\"}");
        });
        open = Future.join(
                        api.listen(settings.http().port(), settings.http().host()),
                        management.listen(
                                settings.management().port(),
                                settings.management().host()))
                .mapEmpty();
    }

    Future<Void> close() {
        if (open == null || api == null || management == null) {
            return Future.succeededFuture();
        }
        HttpServer apiServer = api;
        HttpServer managementServer = management;
        return open.transform(opened -> Future.join(apiServer.close(), managementServer.close()))
                .otherwiseEmpty()
                .mapEmpty();
    }
}
