package io.pult.vk;

import io.pult.infra.Ticker;
import io.pult.infra.Vitals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one door to VK. Confined to the context it was made on. */
final class VkClient {
    private static final String VITAL = "vk";
    /** What VK calls its answers, now and in older versions. */
    private static final Set<String> JSON = Set.of("application/json", "text/javascript");

    private static final int CONNECTIONS = 64;
    /** Shorter than servers keep idle connections: one that the server has just closed costs a write its certainty. */
    private static final int KEEP_ALIVE_SECONDS = 15;

    private final Ticker timers;
    private final VkSettings settings;
    private final Vitals vitals;
    private final HttpClient http;

    VkClient(Vertx vertx, Ticker timers, VkSettings settings, Vitals vitals) {
        this.timers = timers;
        this.settings = settings;
        this.vitals = vitals;
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
     * @param latest by {@link System#nanoTime} at which the request may still leave; absent: at any time
     */
    Future<VkOutcome> post(
            String method,
            Map<String, ? extends @Nullable Object> params,
            String token,
            Duration within,
            @Nullable Long latest) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(settings.baseUrl() + method)
                .putHeader("Authorization", "Bearer " + token)
                .putHeader("Content-Type", "application/x-www-form-urlencoded");
        long millis =
                Math.max(1, Math.min(within.toMillis(), settings.callTimeout().toMillis()));
        return new VkExchange(timers, settings.maxResponse(), VkClient::unfit)
                .run(http.request(options), VkForm.encode(params, settings.apiVersion()), millis, latest)
                .map(end -> outcome(end, token))
                .onSuccess(this::note);
    }

    /** VK's API answers 200 and JSON, whatever it has to say; anything else is somebody in between, or an outage. */
    private static Optional<String> unfit(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Optional.of("HTTP " + response.statusCode());
        }
        return JSON.contains(VkExchange.type(response)) ? Optional.empty() : Optional.of("not JSON");
    }

    private static VkOutcome outcome(VkExchange.End end, String token) {
        if (end.how() == VkExchange.How.MISSED) {
            return new VkOutcome.Missed();
        }
        return end.body() == null
                ? new VkOutcome.Lost(end.sent(), end.how() == VkExchange.How.TOO_LARGE, end.reason())
                : VkEnvelope.read(end.body().toString(), token);
    }

    private void note(VkOutcome outcome) {
        if (outcome instanceof VkOutcome.Lost lost) {
            vitals.failed(VITAL, lost.reason());
        } else if (!(outcome instanceof VkOutcome.Missed)) {
            vitals.succeeded(VITAL);
        }
    }

    Future<Void> close() {
        return http.close();
    }
}
