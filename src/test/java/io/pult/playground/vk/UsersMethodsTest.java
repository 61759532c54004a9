package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsersMethodsTest {
    private final StandInPeer vk = new StandInPeer();

    @BeforeEach
    void tokens() {
        vk.userToken("u", 1001);
        vk.token("g", "group");
        vk.token("s", "service");
    }

    @AfterEach
    void close() {
        vk.close();
    }

    private static JsonObject json(String key, Object value) {
        return new JsonObject().put(key, value);
    }

    @Test
    void users_are_found_by_id_and_screen_name_once_each_and_unknown_ones_are_left_out() {
        vk.admin(
                "PUT",
                "users/1",
                json("first_name", "Pavel")
                        .put("last_name", "Demo")
                        .put("screen_name", "durov")
                        .put("photo_100", "https://vk.ru/1.png")
                        .put("status", "here"));
        JsonArray users = vk.responseOf("u", "users.get", "user_ids", "durov,1,nonexist,,-5", "fields", "photo_100");
        assertThat(users)
                .containsExactly(json("id", 1)
                        .put("first_name", "Pavel")
                        .put("last_name", "Demo")
                        .put("is_closed", false)
                        .put("can_access_closed", true)
                        .put("photo_100", "https://vk.ru/1.png"));
    }

    @Test
    void the_order_of_users_is_not_the_order_of_the_question() {
        JsonArray users = vk.responseOf(
                "u", "users.get", "user_ids", "1003,Pult_.Demo,ANNA_demo", "fields", "screen_name,domain");
        assertThat(users.stream().map(user -> ((JsonObject) user).getString("screen_name")))
                .containsExactly("pult_demo", "anna_demo", "id1003");
        assertThat(users.getJsonObject(1).getString("first_name")).isEqualTo("Анна");
        assertThat(users.getJsonObject(2).getString("domain")).isEqualTo("id1003");
    }

    @Test
    void a_user_who_is_gone_says_how_and_no_longer_whether_the_profile_is_closed() {
        JsonArray users = vk.responseOf("u", "users.get", "user_ids", "1004,1005");
        assertThat(users.getJsonObject(0).getString("deactivated")).isEqualTo("deleted");
        assertThat(users.getJsonObject(1).getString("deactivated")).isEqualTo("banned");
        assertThat(users.getJsonObject(0).containsKey("is_closed")).isFalse();
    }

    @Test
    void without_ids_a_user_token_names_its_owner_and_the_others_nobody() {
        assertThat(vk.responseOf("u", "users.get").getJsonObject(0).getLong("id"))
                .isEqualTo(1001);
        assertThat(vk.responseOf("g", "users.get")).isEmpty();
        assertThat(vk.responseOf("s", "users.get")).isEmpty();
    }

    @Test
    void a_banned_owner_is_told_so_by_the_self_check() {
        vk.userToken("banned", 1005);
        assertThat(vk.errorOf("banned", "users.get")).isEqualTo(18);
        assertThat(vk.errorOf("banned", "users.get", "user_ids", "1001")).isZero();
    }

    @Test
    void counters_come_for_one_user_at_a_time() {
        vk.admin("PUT", "users/7", json("first_name", "A").put("last_name", "B").put("counters", json("friends", 3)));
        assertThat(vk.responseOf("u", "users.get", "user_ids", "7", "fields", "counters")
                        .getJsonObject(0)
                        .getJsonObject("counters"))
                .isEqualTo(json("friends", 3));
        assertThat(vk.responseOf("u", "users.get", "user_ids", "7,1001", "fields", "counters")
                        .getJsonObject(0)
                        .containsKey("counters"))
                .isFalse();
    }

    @Test
    void more_than_a_thousand_ids_are_refused() {
        assertThat(vk.errorOf("u", "users.get", "user_ids", "7,".repeat(1_000))).isZero();
        assertThat(vk.errorOf("u", "users.get", "user_ids", "7,".repeat(1_001))).isEqualTo(100);
    }

    @Test
    void a_taken_screen_name_gives_an_object_and_a_free_one_an_empty_array() {
        assertThat(vk.call("s", "utils.resolveScreenName", "screen_name", "pult_demo"))
                .isEqualTo(json("response", json("object_id", 1001).put("type", "user")));
        assertThat(vk.responseOf("s", "utils.resolveScreenName", "screen_name", "free_name"))
                .isEmpty();
        assertThat(vk.errorOf("s", "utils.resolveScreenName")).isEqualTo(100);
    }
}
