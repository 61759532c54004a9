package io.pult.playground.vk;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /method/section.name}: what a client of VK sees, by GET or POST, with status 200 also for errors of the API. It
 * reads the request by itself and not through a router: benchmarks send tens of thousands a second.
 */
final class ApiChannel {
    private static final Logger log = LoggerFactory.getLogger(ApiChannel.class);

    static final String PATH = "/method/";
    private static final String TOKEN = "access_token";
    private static final String BEARER = "bearer ";

    private final VkState state;
    private final VkDispatcher dispatcher;
    private final Outages outages;
    private final int maxBody;

    ApiChannel(VkState state, VkDispatcher dispatcher, Outages outages, int maxBody) {
        this.state = state;
        this.dispatcher = dispatcher;
        this.outages = outages;
        this.maxBody = maxBody;
    }

    void handle(HttpServerRequest http) {
        if (!http.method().equals(HttpMethod.POST) && !http.method().equals(HttpMethod.GET)) {
            refuse(http, 405);
            return;
        }
        // What is too long is read to its end and thrown away: a client that is still sending would not see the answer.
        Buffer body = Buffer.buffer();
        long[] length = new long[1];
        http.handler(part -> {
            length[0] += part.length();
            if (length[0] <= maxBody) {
                body.appendBuffer(part);
            }
        });
        http.endHandler(end -> {
            if (length[0] > maxBody) {
                refuse(http, 413);
            } else {
                call(http, body.toString(StandardCharsets.UTF_8));
            }
        });
    }

    private void call(HttpServerRequest http, String form) {
        Map<String, String> params = new LinkedHashMap<>();
        try {
            WireForm.read(http.query(), params);
            WireForm.read(form, params);
        } catch (IllegalArgumentException e) {
            refuse(http, 400);
            return;
        }
        VkRequest request = new VkRequest(
                http.path().substring(PATH.length()),
                params,
                token(params.remove(TOKEN), http.getHeader(HttpHeaders.AUTHORIZATION)),
                http.remoteAddress().hostAddress());
        count(request);
        VkFault fault = state.faults().take(request.token(), request.method());
        try {
            outages.answer(
                    http,
                    fault,
                    () -> new Outages.Answer(200, dispatcher.answer(request).toBuffer()));
        } catch (RuntimeException e) {
            // A bug of this program: the client must not take it for a call that hangs.
            log.atError().addKeyValue("method", request.method()).setCause(e).log("VK stand-in failed");
            refuse(http, 500);
        }
    }

    /** Counts what arrives, whatever becomes of it: the counters prove which tokens a client used. */
    private void count(VkRequest request) {
        VkToken token = state.tokens().find(request.token());
        if (token == null) {
            state.tokens().stranger();
        } else if (dispatcher.knows(request.method())) {
            token.called(request.method());
        }
    }

    private static void refuse(HttpServerRequest http, int status) {
        http.response().setStatusCode(status).end();
    }

    private static @Nullable String token(@Nullable String param, @Nullable String header) {
        String token = param;
        if (token == null && header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            token = header.substring(BEARER.length()).strip();
        }
        return token == null || token.isEmpty() ? null : token;
    }
}
