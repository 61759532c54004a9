package io.pult.playground.vk;

import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stand-in as one verticle: API at {@code /method/}, VK ID's token endpoint at {@code /oauth2/auth}, admin channel at
 * {@code /stand-in/}, all on 127.0.0.1.
 *
 * <p>{@link #port()} and {@link #url()} may be read from any thread once the deployment has succeeded.
 */
public final class VkStandIn extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(VkStandIn.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_BODY = 1 << 20;

    private final int wantedPort;
    private final InstantSource clock;
    private @Nullable Ticker ticker;
    private volatile @Nullable HttpServer server;

    /**
     * Does not listen before it is deployed.
     *
     * @param port 0 to 65535; 0 lets the system choose
     * @param clock by which budgets are counted
     */
    public VkStandIn(int port, InstantSource clock) {
        this.wantedPort = port;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        Ticker delays = new Ticker(vertx);
        ticker = delays;
        VkState state = new VkState(clock, this::url);
        VkDispatcher dispatcher = new VkDispatcher(state);
        Outages outages = new Outages(delays);
        ApiChannel api = new ApiChannel(state, dispatcher, outages, MAX_BODY);
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY)).failureHandler(VkStandIn::failed);
        new VkIdChannel(state, outages).mount(router);
        new PersonPages(state.captchas()).mount(router);
        new AdminChannel(state, dispatcher::knows).mount(router);
        new AdminWorld(state.world()).mount(router);
        return vertx.createHttpServer(options())
                .requestHandler(http -> {
                    if (http.path().startsWith(ApiChannel.PATH)) {
                        api.handle(http);
                    } else {
                        router.handle(http);
                    }
                })
                .listen(wantedPort, LOOPBACK)
                .onSuccess(this::listening);
    }

    @Override
    public Future<?> stop() {
        HttpServer running = server;
        server = null;
        Future<Void> quiet = ticker == null ? Future.succeededFuture() : ticker.stop();
        return running == null ? quiet : quiet.compose(stopped -> running.close());
    }

    /** Throws {@link IllegalStateException} while it is not deployed. */
    public int port() {
        HttpServer running = server;
        if (running == null) {
            throw new IllegalStateException("the VK stand-in is not listening");
        }
        return running.actualPort();
    }

    /** Without a path and a slash at the end: {@code http://127.0.0.1:43210}; the API's base is {@code url() + "/method/"}. */
    public String url() {
        return "http://" + LOOPBACK + ":" + port();
    }

    private void listening(HttpServer running) {
        server = running;
        log.atInfo().addKeyValue("url", url()).log("VK stand-in listens");
    }

    /** What is wrong with a request as such is the client's affair; only a fault of the stand-in is worth a line in the log. */
    private static void failed(RoutingContext context) {
        int status = context.statusCode() < 400 ? 500 : context.statusCode();
        if (status >= 500) {
            log.atError()
                    .addKeyValue("status", status)
                    .setCause(context.failure())
                    .log("VK stand-in failed");
        }
        if (!context.response().ended()) {
            context.response().setStatusCode(status).end();
        }
    }

    /** HTTP/1.1 alone: a fault cuts a connection, and with HTTP/2 it would cut the calls beside it as well. */
    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setMaxFormAttributeSize(MAX_BODY)
                .setMaxFormBufferedBytes(MAX_BODY);
    }
}
