package io.pult.playground.social;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a stand-in listens: on 127.0.0.1 alone. {@link #url} may be read from any thread once it listens. */
final class SocialServer {
    private static final Logger log = LoggerFactory.getLogger(SocialServer.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_BODY = 1 << 16;

    private final String name;
    private volatile @Nullable HttpServer server;

    SocialServer(String name) {
        this.name = name;
    }

    static Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY)).failureHandler(SocialServer::failed);
        return router;
    }

    /** @param port 0 lets the system choose */
    Future<?> listen(Vertx vertx, Router router, int port) {
        return vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(router)
                .listen(port, LOOPBACK)
                .onSuccess(running -> {
                    server = running;
                    log.atInfo()
                            .addKeyValue("name", name)
                            .addKeyValue("url", url())
                            .log("stand-in listens");
                });
    }

    /** @throws IllegalStateException while nothing listens */
    String url() {
        HttpServer running = server;
        if (running == null) {
            throw new IllegalStateException("the stand-in of " + name + " is not listening");
        }
        return "http://" + LOOPBACK + ":" + running.actualPort();
    }

    Future<?> close() {
        HttpServer running = server;
        server = null;
        return running == null ? Future.succeededFuture() : running.close();
    }

    private static void failed(RoutingContext context) {
        int status = context.statusCode() < 400 ? 500 : context.statusCode();
        if (status >= 500) {
            log.atError().setCause(context.failure()).log("a stand-in failed");
        }
        if (!context.response().ended()) {
            context.response().setStatusCode(status).end();
        }
    }
}
