package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.playground.social.Browser;
import io.pult.playground.social.TelegramIdStandIn;
import io.pult.support.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in with Telegram over HTTP, as a browser and as a Mini App do it. */
class SocialHttpIT {
    private static final String BOT = "1000000001:TEST-bot";
    private static final String PAGE = "https://pult.example.org/login";
    private static final String START = "/api/auth/v1/login/social/telegram/start";
    private static final String LOGIN = "/api/auth/v1/login/social/telegram";

    @TempDir
    static Path folder;

    private static final Vertx vertx = Vertx.vertx();
    private static final TelegramIdStandIn standIn =
            new TelegramIdStandIn(0, Clock.systemUTC(), BOT, "secret", List.of(PAGE));
    private static WholeNode node;
    private static Browser page;

    /** Keeps cookies, as browsers do. */
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeAll
    static void start() throws Exception {
        Wait.on(vertx.deployVerticle(standIn));
        page = new Browser(standIn.url());
        node = WholeNode.open(
                folder,
                Map.of(
                        "PULT_SOCIAL_TELEGRAM_BOT_TOKEN",
                        BOT,
                        "PULT_SOCIAL_TELEGRAM_CLIENT_ID",
                        "1000000001",
                        "PULT_SOCIAL_TELEGRAM_CLIENT_SECRET",
                        "secret",
                        "PULT_SOCIAL_TELEGRAM_ISSUER",
                        standIn.url(),
                        "PULT_SOCIAL_REDIRECT_URIS",
                        PAGE));
    }

    @AfterAll
    static void close() {
        node.close();
        Wait.on(vertx.close());
    }

    private HttpResponse<String> post(String path, JsonObject body, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(node.url(path)))
                .header("Content-Type", "application/json")
                .header("User-Agent", "a phone")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonObject ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static String refusal(HttpResponse<String> answer) {
        return answer.statusCode() + " " + new JsonObject(answer.body()).getString("code");
    }

    private static JsonObject proof(Map<String, String> back) {
        return new JsonObject()
                .put("code", back.get("code"))
                .put("state", back.get("state"))
                .put("client", "browser");
    }

    @Test
    void a_browser_goes_to_the_page_and_back_and_never_sees_what_its_cookies_hold() throws Exception {
        var answer = post(START, new JsonObject().put("client", "browser"), null);
        var started = ok(answer);
        assertThat(started.fieldNames()).containsExactlyInAnyOrder("authorization_url", "state", "expires_in");
        assertThat(answer.headers().allValues("set-cookie"))
                .singleElement()
                .asString()
                .startsWith("pult_social=")
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict")
                .contains("Path=/api/auth/v1");
        var back = page.choose(started.getString("authorization_url"), "900001");
        assertThat(back).containsEntry("state", started.getString("state"));

        var signedIn = post(LOGIN, proof(back), null);

        assertThat(ok(signedIn).fieldNames()).containsExactlyInAnyOrder("access_token", "token_type", "expires_in");
        assertThat(signedIn.headers().allValues("set-cookie"))
                .singleElement()
                .asString()
                .startsWith("pult_refresh=");
    }

    @Test
    void a_browser_into_which_somebody_elses_answer_was_planted_is_not_signed_in() throws Exception {
        var theirs = ok(post(START, new JsonObject().put("client", "browser"), null));
        var back = page.choose(theirs.getString("authorization_url"), "900002");
        var victim = new SocialHttpIT();

        assertThat(refusal(victim.post(LOGIN, proof(back), null))).isEqualTo("401 social.state_unknown");
    }

    @Test
    void a_mini_app_signs_in_by_its_launch_confirms_and_sees_what_is_linked() throws Exception {
        var launch = new JsonObject().put("init_data", page.launch("900003", 60));

        var first = ok(post(LOGIN, launch, null));
        assertThat(first.fieldNames()).containsExactlyInAnyOrder("access_token", "token_type", "expires_in");
        String token = ok(post(LOGIN, launch, null)).getString("access_token");

        var fresh = new JsonObject().put("init_data", page.launch("900003", 0));
        assertThat(ok(post("/api/auth/v1/confirm/telegram", fresh, token)).containsKey("confirmed_at"))
                .isTrue();
        var mine = browser.send(
                HttpRequest.newBuilder(URI.create(node.url("/api/auth/v1/me/social")))
                        .header("Authorization", "Bearer " + first.getString("access_token"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(ok(mine).getJsonArray("items").getJsonObject(0).getString("external_id"))
                .isEqualTo("900003");
    }

    @Test
    void a_way_that_is_not_set_up_is_closed() throws Exception {
        var way = new JsonObject();
        assertThat(refusal(post("/api/auth/v1/login/social/yandex/start", way, null)))
                .isEqualTo("422 social.not_configured");
        assertThat(refusal(post(
                        "/api/auth/v1/login/social/yandex",
                        new JsonObject().put("code", "a").put("state", "b"),
                        null)))
                .isEqualTo("422 social.not_configured");
        assertThat(post("/api/auth/v1/login/social/vk/start", way, null).statusCode())
                .isEqualTo(400);
    }
}
