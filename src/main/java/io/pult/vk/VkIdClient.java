package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Refresh;
import io.pult.infra.Ticker;
import io.pult.infra.Vitals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The one door to VK ID, which gives a user's next token for the refresh token of the last one. */
final class VkIdClient {
    private static final String VITAL = "vk_id";
    private static final int CONNECTIONS = 8;
    private static final int MAX_ANSWER = 1 << 16;
    /** What VK ID's tokens live when it does not say. */
    private static final Duration LIFE = Duration.ofHours(1);

    /** After these the same request is refused for ever; anything else is worth another try. */
    private static final Set<String> FINAL = Set.of(
            "invalid_grant",
            "invalid_token",
            "invalid_request",
            "invalid_client",
            "unauthorized_client",
            "unsupported_grant_type",
            "access_denied");

    private final Ticker timers;
    private final VkSettings settings;
    private final Vitals vitals;
    private final HttpClient http;

    VkIdClient(Vertx vertx, Ticker timers, VkSettings settings, Vitals vitals) {
        this.timers = timers;
        this.settings = settings;
        this.vitals = vitals;
        http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setSsl("https".equals(settings.idUrl().getScheme()))
                        .setConnectTimeout((int) settings.connectTimeout().toMillis())
                        .setDecompressionSupported(true),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(1_000));
    }

    /** Both a grant's fields and a refusal's; which of them are there says which it is. */
    private record Answer(
            @Nullable String accessToken,
            @Nullable String refreshToken,
            @Nullable Long expiresIn,
            @Nullable Long userId,
            @Nullable String state,
            @Nullable String error,
            @Nullable String errorDescription) {}

    /** Never fails: what goes wrong is an answer. */
    Future<VkIdAnswer> refresh(Refresh refresh) {
        String state = UUID.randomUUID().toString();
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refresh.refreshToken());
        form.put("client_id", refresh.clientId());
        form.put("device_id", refresh.deviceId());
        form.put("state", state);
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(settings.idUrl().resolve("/oauth2/auth").toString())
                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                .putHeader("Accept", "application/json");
        // It refuses with and without a status that says so; what counts is the body.
        return new VkExchange(timers, MAX_ANSWER, response -> Optional.empty())
                .run(
                        http.request(options),
                        VkForm.encode(form),
                        settings.callTimeout().toMillis(),
                        null)
                .map(end -> answer(end, refresh, state))
                .onSuccess(this::note);
    }

    private void note(VkIdAnswer answer) {
        if (answer instanceof VkIdAnswer.Lost lost) {
            vitals.failed(VITAL, lost.reason());
        } else {
            vitals.succeeded(VITAL);
        }
    }

    Future<Void> close() {
        return http.close();
    }

    private static VkIdAnswer answer(VkExchange.End end, Refresh refresh, String state) {
        if (end.body() == null) {
            return new VkIdAnswer.Lost(end.sent(), end.reason());
        }
        Answer answer;
        try {
            answer = Json.readLeniently(end.body().toString(), Answer.class);
        } catch (Failure e) {
            return new VkIdAnswer.Lost(true, "HTTP " + end.status() + ", not an answer of VK ID");
        }
        if (answer.error != null) {
            return refused(answer.error, answer.errorDescription, refresh);
        }
        if (end.status() != 200 || answer.accessToken == null || answer.refreshToken == null) {
            return new VkIdAnswer.Lost(true, "HTTP " + end.status() + ", neither tokens nor an error");
        }
        if (answer.state != null && !answer.state.equals(state)) {
            return new VkIdAnswer.Lost(true, "an answer to another request");
        }
        return granted(answer, answer.accessToken, answer.refreshToken, refresh);
    }

    private static VkIdAnswer granted(Answer answer, String token, String refreshToken, Refresh before) {
        try {
            SystemAccountOps.requireToken(token);
            var next = new Refresh(refreshToken, before.clientId(), before.deviceId());
            Long seconds = answer.expiresIn;
            Duration life = seconds == null || seconds <= 0 ? LIFE : Duration.ofSeconds(seconds);
            return new VkIdAnswer.Granted(token, next, life, answer.userId);
        } catch (Failure e) {
            return new VkIdAnswer.Lost(true, "tokens of a form that VK ID does not give");
        }
    }

    private static VkIdAnswer refused(String error, @Nullable String description, Refresh refresh) {
        String reason = VkScrub.text(description == null ? error : error + ": " + description, refresh.refreshToken());
        return FINAL.contains(error) ? new VkIdAnswer.Refused(reason) : new VkIdAnswer.Lost(false, reason);
    }
}
