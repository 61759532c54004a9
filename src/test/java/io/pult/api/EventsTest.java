package io.pult.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.MemberRole;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Live events over HTTP. */
class EventsTest {
    private static final Pattern ID = Pattern.compile("id: ([0-9a-f]+)-([0-9]+)\n");

    private final Lab lab = new Lab(
            http -> new HttpSettings(
                    http.host(),
                    0,
                    null,
                    http.trustedProxies(),
                    http.maxBody(),
                    http.bodyTimeout(),
                    http.idleTimeout(),
                    http.corsOrigins(),
                    100,
                    2),
            new LimitSettings("redis://127.0.0.1:1/0", 1_000));

    @AfterEach
    void close() {
        lab.close();
    }

    private RawClient listen(String token, String topics, String more) {
        return lab.raw()
                .say("GET /api/app/v1/events?topics=" + topics + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                        + token + "\r\n" + more + "\r\n");
    }

    private static void problem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
    }

    @Test
    void a_revoked_key_ends_the_stream_with_reauth() {
        try (RawClient client = listen(Lab.READER, "lab.blinked", "")) {
            client.until("retry:");
            lab.revoke(Lab.READER);
            assertThat(client.until("event: reauth")).contains("200 OK");
        }
    }

    @Test
    void a_key_that_is_over_ends_the_stream_with_reauth() {
        lab.key("pult_brief", Instant.now().plusMillis(2_500), "lab:read");
        try (RawClient client = listen("pult_brief", "lab.blinked", "")) {
            client.until("event: reauth");
        }
    }

    @Test
    void a_topic_that_the_key_may_not_see_is_403_and_an_unknown_or_hidden_one_400() {
        problem(lab.get("/api/app/v1/events?topics=lab.alarmed", Lab.READER), 403, "access.forbidden");
        problem(lab.get("/api/app/v1/events?topics=lab.nothing", Lab.READER), 400, "events.topic_unknown");
        problem(lab.get("/api/app/v1/events?topics=lab.inside", Lab.READER), 400, "events.topic_unknown");
        problem(lab.get("/api/app/v1/events?topics=lab.blinked"), 401, "access.unauthenticated");
        problem(lab.get("/api/app/v1/events", Lab.READER), 400, "parameter.missing");
    }

    @Test
    void only_the_topics_that_the_key_may_see_are_told() {
        try (RawClient client = listen(Lab.READER, "lab.alarmed,lab.blinked", "")) {
            client.until("retry:");
            lab.publish(Lab.ALARMED, 1);
            lab.publish(Lab.BLINKED, 2);
            assertThat(client.until("event: lab.blinked\ndata: {\"number\":2,\"text\":\"line\\nbreak\"}\n\n"))
                    .doesNotContain("alarmed")
                    .contains("text/event-stream");
        }
    }

    @Test
    void an_event_of_a_workspace_is_told_to_those_who_may_act_in_it_and_to_administrators() {
        UUID mine = UUID.randomUUID();
        lab.member("pult_operator", "USER", Map.of(mine.toString(), MemberRole.OPERATOR));
        lab.member("pult_viewer", "USER", Map.of(mine.toString(), MemberRole.VIEWER));
        lab.key("pult_root", null, "ADMIN", "USER");
        try (RawClient operator = listen("pult_operator", "lab.knocked", "");
                RawClient viewer = listen("pult_viewer", "lab.knocked", "");
                RawClient root = listen("pult_root", "lab.knocked", "")) {
            operator.until("retry:");
            viewer.until("retry:");
            root.until("retry:");
            lab.bus.publish(Lab.KNOCKED, new Lab.Knock(UUID.randomUUID(), 1));
            lab.bus.publish(Lab.KNOCKED, new Lab.Knock(null, 2));
            lab.bus.publish(Lab.KNOCKED, new Lab.Knock(mine, 3));

            assertThat(operator.until("\"number\":3"))
                    .doesNotContain("\"number\":1")
                    .doesNotContain("\"number\":2");
            assertThat(root.until("\"number\":3")).contains("\"number\":1").contains("\"number\":2");
            lab.revoke("pult_viewer");
            assertThat(viewer.until("event: reauth")).doesNotContain("knocked");
        }
    }

    @Test
    void a_client_goes_on_where_its_connection_broke() {
        String id;
        try (RawClient client = listen(Lab.READER, "lab.blinked", "")) {
            client.until("retry:");
            lab.publish(Lab.BLINKED, 1);
            var match = ID.matcher(client.until("\"number\":1"));
            assertThat(match.find()).isTrue();
            id = match.group(1) + "-" + match.group(2);
            lab.publish(Lab.BLINKED, 2);
            client.until("\"number\":2");
        }
        try (RawClient client = listen(Lab.READER, "lab.blinked", "Last-Event-ID: " + id + "\r\n")) {
            assertThat(client.until("\"number\":2"))
                    .doesNotContain("\"number\":1")
                    .doesNotContain("reset");
        }
    }

    @Test
    void an_event_id_that_is_unknown_or_too_old_is_answered_with_reset() {
        for (String id : new String[] {"0123456789abcdef-5", "nonsense", "-", ""}) {
            try (RawClient client = listen(Lab.ACTOR, "lab.blinked", "Last-Event-ID: " + id + "\r\n")) {
                client.until("event: reset");
            }
        }
        var ring = new EventRing("n", 2);
        for (int i = 0; i < 5; i++) {
            ring.add("t", Audience.of(Lab.BLINKED, ""), new Lab.Blink(i, ""));
        }
        assertThat(ring.after("n-2")).isNull();
        assertThat(ring.after("n-3")).hasSize(2);
        assertThat(ring.after("n-5")).isEmpty();
        assertThat(ring.after("n-6")).isNull();
    }

    @Test
    void a_key_has_only_so_many_streams_and_gets_its_places_back() throws Exception {
        try (RawClient one = listen(Lab.READER, "lab.blinked", "");
                RawClient two = listen(Lab.READER, "lab.blinked", "")) {
            one.until("retry:");
            two.until("retry:");
            problem(lab.get("/api/app/v1/events?topics=lab.blinked", Lab.READER), 429, "events.too_many");
        }
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        boolean in = false;
        while (!in) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.sleep(50);
            try (RawClient again = listen(Lab.READER, "lab.blinked", "")) {
                in = again.until("\r\n\r\n").startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void a_client_that_does_not_read_loses_the_oldest_and_is_told_of_the_gap() throws Exception {
        try (RawClient slow = listen(Lab.READER, "lab.blinked", "")) {
            slow.until("retry:");
            var filler = new Lab.Blink(0, "x".repeat(20_000));
            for (int i = 0; i < 2_000; i++) {
                lab.bus.publish(Lab.BLINKED, filler);
            }
            lab.publish(Lab.BLINKED, 77);
            // Heard by a second client, so the first one's buffers have had everything offered to them.
            try (RawClient other = listen(Lab.READER, "lab.blinked", "")) {
                other.until("retry:");
                lab.publish(Lab.BLINKED, 78);
                other.until("\"number\":78");
            }
            assertThat(slow.until("\"number\":78")).contains("event: gap");
        }
    }

    @Test
    void a_drain_ends_the_streams_and_takes_no_new_ones() {
        try (RawClient client = listen(Lab.READER, "lab.blinked", "")) {
            client.until("retry:");
            var drained = lab.api.drain(Duration.ofSeconds(2));
            client.all();
            problem(lab.get("/api/app/v1/events?topics=lab.blinked", Lab.READER), 503, "events.full");
            Lab.await(drained);
        }
    }
}
