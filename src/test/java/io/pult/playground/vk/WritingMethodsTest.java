package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WritingMethodsTest {
    private final StandInPeer vk = new StandInPeer();

    @BeforeEach
    void tokens() {
        vk.admin("PUT", "tokens/u", new JsonObject("{\"kind\":\"user\",\"user_id\":1001,\"rps\":100}"));
        vk.admin("PUT", "tokens/other", new JsonObject("{\"kind\":\"user\",\"user_id\":1002,\"rps\":100}"));
        vk.token("g", "group");
    }

    @AfterEach
    void close() {
        vk.close();
    }

    private int post(String token, String... params) {
        return vk.call(token, "wall.post", params).getJsonObject("response").getInteger("post_id");
    }

    private int send(String token, String random) {
        return vk.call(token, "messages.send", "user_id", "1003", "message", "hi", "random_id", random)
                .getInteger("response");
    }

    private int done(String method) {
        return acts().getJsonObject("done").getInteger(method, 0);
    }

    private JsonObject acts() {
        return vk.admin("GET", "acts", new JsonObject());
    }

    @Test
    void a_post_repeated_with_its_guid_is_done_once_and_without_one_twice() {
        int first = post("u", "message", "hi", "guid", "g1");
        assertThat(post("u", "message", "hi", "guid", "g1")).isEqualTo(first);
        assertThat(done("wall.post")).isEqualTo(1);
        assertThat(acts().getJsonObject("repeated").getInteger("wall.post")).isEqualTo(1);
        assertThat(acts().getJsonArray("keyed").getJsonObject(0).getInteger("asked"))
                .isEqualTo(2);
        assertThat(post("u", "message", "hi")).isNotEqualTo(post("u", "message", "hi"));
        assertThat(done("wall.post")).isEqualTo(3);
        assertThat(vk.call("u", "wall.get").getJsonObject("response").getInteger("count"))
                .isEqualTo(4);
    }

    @Test
    void a_guid_is_forgotten_after_an_hour_and_is_its_users_own() {
        post("u", "message", "hi", "guid", "g1");
        post("other", "message", "hi", "guid", "g1");
        assertThat(done("wall.post")).isEqualTo(2);
        vk.pass(Duration.ofHours(1));
        post("u", "message", "hi", "guid", "g1");
        assertThat(done("wall.post")).isEqualTo(3);
    }

    @Test
    void a_message_repeated_with_its_random_id_is_sent_once_unless_the_id_is_zero() {
        assertThat(send("u", "7")).isEqualTo(send("u", "7"));
        assertThat(done("messages.send")).isEqualTo(1);
        assertThat(send("g", "7")).isNotEqualTo(send("other", "7"));
        assertThat(send("u", "0")).isNotEqualTo(send("u", "0"));
        assertThat(done("messages.send")).isEqualTo(5);
        assertThat(vk.errorOf("u", "messages.send", "user_id", "1003", "message", "hi"))
                .isEqualTo(100);
        assertThat(vk.errorOf("u", "messages.send", "random_id", "1", "message", "hi"))
                .isEqualTo(100);
    }

    @Test
    void a_write_whose_answer_was_cut_was_done_and_its_key_tells_so() throws Exception {
        vk.admin("POST", "faults", new JsonObject("{\"kind\":\"cut\",\"method\":\"wall.post\"}"));
        String form = "v=5.199&access_token=u&message=hi&guid=g1";
        try {
            vk.tryPost("wall.post", form, Duration.ofSeconds(5));
            throw new AssertionError("the answer was to be lost");
        } catch (java.io.IOException cut) {
            assertThat(done("wall.post")).isEqualTo(1);
        }
        assertThat(vk.post("wall.post", form).body()).contains("post_id");
        assertThat(done("wall.post")).isEqualTo(1);
    }

    @Test
    void a_like_given_twice_is_one_like_and_can_be_taken_back_once() {
        String[] post = {"type", "post", "owner_id", "1001", "item_id", "1"};
        vk.admin("PUT", "tokens/third", new JsonObject("{\"kind\":\"user\",\"user_id\":1003,\"rps\":100}"));
        assertThat(vk.call("third", "likes.add", post).getJsonObject("response").getInteger("likes"))
                .isEqualTo(5);
        assertThat(vk.call("third", "likes.add", post).getJsonObject("response").getInteger("likes"))
                .isEqualTo(5);
        assertThat(done("likes.add")).isEqualTo(1);
        assertThat(vk.call("third", "likes.delete", post)
                        .getJsonObject("response")
                        .getInteger("likes"))
                .isEqualTo(4);
        assertThat(vk.errorOf("third", "likes.delete", post)).isEqualTo(15);
    }

    @Test
    void a_token_without_the_scope_is_error_15_for_a_user_and_7_for_a_group() {
        vk.admin("PATCH", "tokens/u", new JsonObject("{\"scopes\":[\"friends\"]}"));
        vk.admin("PATCH", "tokens/g", new JsonObject("{\"scopes\":[\"photos\"]}"));
        JsonObject error = vk.call("u", "wall.post", "message", "hi").getJsonObject("error");
        assertThat(error.getInteger("error_code")).isEqualTo(15);
        assertThat(error.getInteger("error_subcode")).isEqualTo(1133);
        assertThat(vk.errorOf("g", "messages.send", "user_id", "1001", "message", "hi", "random_id", "1"))
                .isEqualTo(7);
        assertThat(vk.errorOf("u", "users.get")).isZero();
        vk.admin("PATCH", "tokens/u", new JsonObject("{\"scopes\":[\"wall\"]}"));
        assertThat(vk.errorOf("u", "wall.post", "message", "hi")).isZero();
        vk.admin("PATCH", "tokens/u", new JsonObject("{\"scopes\":null}"));
        assertThat(vk.errorOf("u", "likes.add", "type", "post", "item_id", "1")).isZero();
        assertThat(done("wall.post")).isEqualTo(1);
    }

    @Test
    void a_post_goes_on_ones_own_wall_or_on_that_of_a_group_one_is_let_into() {
        assertThat(vk.errorOf("u", "wall.post", "owner_id", "1002", "message", "hi"))
                .isEqualTo(214);
        assertThat(vk.errorOf("u", "wall.post", "owner_id", "-7001", "message", "hi"))
                .isZero();
        assertThat(vk.errorOf("u", "wall.post", "owner_id", "-7001")).isEqualTo(100);
        assertThat(vk.errorOf("u", "wall.post", "owner_id", "-99", "message", "hi"))
                .isEqualTo(100);
        JsonObject latest = vk.call("u", "wall.get", "owner_id", "-7001", "count", "1")
                .getJsonObject("response")
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(latest.getLong("from_id")).isEqualTo(1001);
    }

    @Test
    void keys_that_pile_up_are_forgotten_from_the_oldest() {
        vk.admin("PATCH", "tokens/u", new JsonObject("{\"rps\":100000}"));
        String each = "API.messages.send({\"user_id\":1003,\"message\":\"m\",\"random_id\":%d})";
        for (int batch = 0; batch <= VkActs.MAX_KEYS / 25; batch++) {
            StringBuilder code = new StringBuilder("return [");
            for (int i = 0; i < 25; i++) {
                code.append(i == 0 ? "" : ",").append(each.formatted(1 + batch * 25 + i));
            }
            assertThat(vk.errorOf("u", "execute", "code", code.append("];").toString()))
                    .isZero();
        }
        assertThat(acts().getJsonArray("keyed")).hasSize(VkActs.MAX_KEYS);
        assertThat(send("u", "1")).isEqualTo(VkActs.MAX_KEYS + 25 + 1);
    }
}
