package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Handshake;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Principal;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in, how often, and who is believed. */
class AccessTest {
    private Lab lab = new Lab();

    @AfterEach
    void close() {
        lab.close();
    }

    private static void problem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.sleep(20);
        }
    }

    @Test
    void a_revoked_key_is_refused_within_seconds_although_it_was_remembered() throws Exception {
        assertThat(lab.get("/lab/things/5", Lab.READER).statusCode()).isEqualTo(200);
        long revokedAt = System.nanoTime();
        lab.revoke(Lab.READER);
        eventually(() -> lab.get("/lab/things/5", Lab.READER).statusCode() == 401);
        assertThat(System.nanoTime() - revokedAt).isLessThan(5_000_000_000L);
        problem(lab.get("/lab/things/5", Lab.READER), 401, "token.unknown");
    }

    @Test
    void a_remembered_key_is_not_believed_when_revocations_have_not_been_heard_for_five_seconds() throws Exception {
        assertThat(lab.get("/lab/things/5", Lab.READER).statusCode()).isEqualTo(200);
        lab.identityAway = true;
        assertThat(lab.get("/lab/things/5", Lab.READER).statusCode()).isEqualTo(200);
        eventually(() -> lab.get("/lab/things/5", Lab.READER).statusCode() == 503);
        var answer = lab.get("/lab/things/5", Lab.READER);
        problem(answer, 503, "identity.unavailable");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();

        lab.identityAway = false;
        eventually(() -> lab.get("/lab/things/5", Lab.READER).statusCode() == 200);
    }

    @Test
    void an_unknown_key_asks_identity_once_and_is_then_refused_from_memory() {
        for (int i = 0; i < 5; i++) {
            problem(lab.get("/lab/things/5", "pult_stranger"), 401, "token.unknown");
        }
        assertThat(lab.identityAsked.get()).isEqualTo(1);
    }

    @Test
    void a_known_key_asks_identity_once() {
        for (int i = 0; i < 5; i++) {
            assertThat(lab.get("/lab/things/5", Lab.READER).statusCode()).isEqualTo(200);
        }
        assertThat(lab.identityAsked.get()).isEqualTo(1);
    }

    @Test
    void a_key_that_is_over_is_refused_although_it_is_remembered() throws Exception {
        lab.key("pult_brief", Instant.now().plusMillis(2_500), "lab:read");
        assertThat(lab.get("/lab/things/5", "pult_brief").statusCode()).isEqualTo(200);
        eventually(() -> lab.get("/lab/things/5", "pult_brief").statusCode() == 401);
    }

    @Test
    void what_cannot_be_a_key_asks_nobody() {
        for (String header :
                List.of("Basic YTpi", "Bearer x", "Bearer ", "pult_reader", "Bearer pult_" + "a".repeat(300))) {
            var answer = lab.send(lab.request("/lab/things/5").header("Authorization", header));
            problem(answer, 401, "token.malformed");
            assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
        }
        assertThat(lab.identityAsked.get()).isZero();
    }

    @Test
    void without_a_key_401_says_how_and_with_the_wrong_one_403() {
        var answer = lab.get("/lab/things/5");
        problem(answer, 401, "access.unauthenticated");
        assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer realm=\"pult\"");
        problem(
                lab.send(lab.request("/lab/things/5")
                        .header("Authorization", "Bearer " + Lab.READER)
                        .DELETE()),
                403,
                "access.forbidden");
    }

    @Test
    void a_larger_scope_holds_the_smaller_one() {
        assertThat(lab.get("/lab/things/5", Lab.ACTOR).statusCode()).isEqualTo(200);
    }

    @Test
    void headers_that_look_like_ours_are_not_believed() {
        var answer = lab.send(lab.request("/lab/things/5")
                .header("X-Principal", "node:test")
                .header("X-Address", "10.0.0.1")
                .header("X-Budget-Ms", "99999999"));
        problem(answer, 401, "access.unauthenticated");
        lab.send(lab.request("/lab/things/newest")
                .header("X-Principal", "node:test")
                .header("X-Forwarded-For", "10.0.0.1")
                .header("X-Idempotency-Key", "mine"));
        assertThat(lab.lastCall.principal()).isEqualTo(Principal.ANONYMOUS);
        assertThat(lab.lastCall.address()).isEqualTo("127.0.0.1");
        assertThat(lab.lastCall.idempotencyKey()).isNull();
    }

    @Test
    void the_client_behind_trusted_proxies_is_the_rightmost_that_is_no_proxy() {
        lab.close();
        lab = new Lab(
                http -> new HttpSettings(
                        http.host(),
                        0,
                        null,
                        List.of("127.0.0.0/8", "10.0.0.0/8", "fd00::/8"),
                        http.maxBody(),
                        http.bodyTimeout(),
                        http.idleTimeout(),
                        List.of("https://app.example.org"),
                        10,
                        2),
                new LimitSettings("redis://127.0.0.1:1/0", 1_000));
        lab.send(lab.request("/lab/things/newest").header("X-Forwarded-For", "6.6.6.6, 203.0.113.7, 10.1.2.3"));
        assertThat(lab.lastCall.address()).isEqualTo("203.0.113.7");
        lab.send(lab.request("/lab/things/newest")
                .header("Forwarded", "for=6.6.6.6, for=\"[2001:db8::1]:80\";proto=https"));
        assertThat(lab.lastCall.address()).isEqualTo("2001:db8::1");
        lab.send(lab.request("/lab/things/newest").header("X-Forwarded-For", "203.0.113.7, <script>"));
        assertThat(lab.lastCall.address()).isEqualTo("127.0.0.1");

        var allowed = lab.send(lab.request("/lab/things/newest").header("Origin", "https://app.example.org"));
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).hasValue("https://app.example.org");
        var preflight = lab.send(lab.request("/lab/things/5")
                .header("Origin", "https://app.example.org")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight
                        .headers()
                        .firstValue("access-control-allow-methods")
                        .orElseThrow())
                .contains("PATCH");
        var other = lab.send(lab.request("/lab/things/newest").header("Origin", "https://evil.example.org"));
        assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void a_flood_without_a_key_is_stopped_by_address_before_identity_is_asked_and_a_known_key_still_gets_in() {
        lab.close();
        lab = new Lab(http -> http, new LimitSettings("redis://127.0.0.1:1/0", 20));
        assertThat(lab.get("/lab/things/5", Lab.READER).statusCode()).isEqualTo(200);
        for (int i = 0; i < 19; i++) {
            lab.get("/lab/things/5", "pult_guess" + i);
        }
        int asked = lab.identityAsked.get();
        var answer = lab.get("/lab/things/5", "pult_guess");
        problem(answer, 429, "rate.limited");
        assertThat(Integer.parseInt(answer.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 60);
        assertThat(answer.headers().firstValue("ratelimit-policy")).hasValue("\"address\";q=20;w=60");
        assertThat(answer.headers().firstValue("ratelimit").orElseThrow()).startsWith("\"address\";r=0;t=");
        assertThat(lab.identityAsked.get()).isEqualTo(asked);
        assertThat(lab.get("/lab/things/5", Lab.READER)
                        .headers()
                        .firstValue("ratelimit")
                        .orElseThrow())
                .startsWith("\"key\";r=18;t=");
    }

    @Test
    void over_the_bus_the_contract_holds_as_well() {
        var access = new ContractAccess(Contract.load(List.of("api", "lab")));
        var reader = new Principal("key:r", Set.of("lab:read"));
        assertThat(access.allows(op("lab.getThing"), reader)).isTrue();
        assertThat(access.allows(op("lab.getThing").at("n1"), reader)).isTrue();
        assertThat(access.allows(op("lab.deleteThing"), reader)).isFalse();
        assertThat(access.allows(op("lab.listThings"), Principal.ANONYMOUS)).isTrue();
        assertThat(access.allows(op("lab.notInContract"), new Principal("key:a", Set.of("*:admin"))))
                .isFalse();
        assertThat(access.allows(op("~lab.claim"), reader)).isFalse();
        assertThat(access.allows(op("~node.health").at("n1"), reader)).isFalse();
        assertThat(access.allows(op("~node.health").at("n1"), Principal.node("n2")))
                .isTrue();
        assertThat(access.allows(Handshake.KNOCK, Principal.ANONYMOUS)).isTrue();
    }

    @Test
    void an_internal_op_has_no_path() {
        problem(lab.get("/~identity.authenticate"), 404, "route.not_found");
    }

    private static Op<Nothing, Nothing> op(String id) {
        return Op.of(id, Nothing.class, Nothing.class);
    }
}
