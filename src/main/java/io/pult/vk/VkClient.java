package io.pult.vk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one door to VK. Confined to the context it was made on. */
final class VkClient {
    private static final int CONNECTIONS = 64;
    /** Shorter than servers keep idle connections: one that the server has just closed costs a write its certainty. */
    private static final int KEEP_ALIVE_SECONDS = 15;

    private final Vertx vertx;
    private final VkSettings settings;
    private final InstantSource clock;
    private final HttpClient http;
    private @Nullable Instant lastAnswer;
    private @Nullable Instant lastFault;

    VkClient(Vertx vertx, VkSettings settings, InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        boolean tls = "https".equals(settings.baseUrl().getScheme());
        http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setSsl(tls)
                        .setConnectTimeout((int) settings.connectTimeout().toMillis())
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                        .setDecompressionSupported(true),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(10_000));
    }

    /**
     * Never fails: what goes wrong is an outcome.
     *
     * @param within of the whole attempt; the setting bounds it, too
     */
    Future<VkOutcome> post(
            String method, Map<String, ? extends @Nullable Object> params, String token, Duration within) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(settings.baseUrl() + method)
                .putHeader("Authorization", "Bearer " + token)
                .putHeader("Content-Type", "application/x-www-form-urlencoded");
        long millis =
                Math.max(1, Math.min(within.toMillis(), settings.callTimeout().toMillis()));
        return new VkExchange(vertx, http, settings.maxResponse())
                .run(options, VkForm.encode(params, settings.apiVersion()), millis)
                .map(end -> end.body() == null
                        ? new VkOutcome.Lost(end.sent(), end.reason())
                        : VkEnvelope.read(end.body(), token))
                .onSuccess(this::note);
    }

    private void note(VkOutcome outcome) {
        if (outcome instanceof VkOutcome.Lost) {
            lastFault = clock.instant();
        } else {
            lastAnswer = clock.instant();
        }
    }

    /** When VK last answered, and when it last did not; absent: not since this node started. */
    Health health() {
        return new Health(lastAnswer, lastFault);
    }

    Future<Void> close() {
        return http.close();
    }

    record Health(@Nullable Instant lastAnswer, @Nullable Instant lastFault) {}
}
