package io.pult.playground.telegram;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.jspecify.annotations.Nullable;

/**
 * {@code /stand-in/…} on 127.0.0.1: sets up what the data centres tell, and tells what they were asked. JSON in and out;
 * what cannot be used gets a 400 with {@code error}. What there is stands at {@link AdminPeople}, {@link AdminPlaces} and
 * {@link AdminOrders}.
 */
final class AdminServer {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_BODY = 1 << 20;

    private final HttpServer server;
    private final int wanted;

    AdminServer(Vertx vertx, TelegramStandIn standIn, int port) {
        this.wanted = port;
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        new AdminPeople(standIn.world()).mount(router);
        new AdminPlaces(standIn.world()).mount(router);
        new AdminOrders(standIn).mount(router);
        JsonArray offers = offers(router);
        router.route().handler(context -> {
            boolean asked = context.request().path().matches("/(stand-in/?)?");
            context.response().setStatusCode(asked ? 200 : 404);
            context.json(new JsonObject().put("offers", offers));
        });
        server = vertx.createHttpServer().requestHandler(router);
    }

    /** What an endpoint does with a request whose path and body it is given. */
    interface Act {
        JsonObject of(RoutingContext context, AdminRequest in);
    }

    /** The same for what takes its time. */
    interface Work {
        Future<JsonObject> of(RoutingContext context, AdminRequest in);
    }

    Future<HttpServer> listen() {
        return server.listen(wanted, LOOPBACK);
    }

    int port() {
        return server.actualPort();
    }

    Future<Void> close() {
        return server.close();
    }

    static Handler<RoutingContext> answer(Act act) {
        return answerLater((context, in) -> Future.succeededFuture(act.of(context, in)));
    }

    static Handler<RoutingContext> answerLater(Work work) {
        return context -> {
            try {
                @Nullable String text = context.body().asString();
                var in = new AdminRequest(text == null || text.isBlank() ? new JsonObject() : new JsonObject(text));
                work.of(context, in).onSuccess(context::json).onFailure(context::fail);
            } catch (RpcRefusal refusal) {
                refuse(context, refusal.text());
            } catch (DecodeException | ClassCastException | IllegalArgumentException unusable) {
                refuse(context, String.valueOf(unusable.getMessage()));
            }
        };
    }

    /** What a person who looks around is told: {@code POST /stand-in/accounts}. */
    private static JsonArray offers(Router router) {
        return new JsonArray(router.getRoutes().stream()
                .filter(route -> route.getPath() != null)
                .flatMap(route -> route.methods().stream().map(method -> method + " " + route.getPath()))
                .toList());
    }

    private static void refuse(RoutingContext context, String why) {
        context.response().setStatusCode(400);
        context.json(new JsonObject().put("error", why));
    }
}
