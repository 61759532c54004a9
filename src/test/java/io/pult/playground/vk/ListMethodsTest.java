package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lists: members, posts, comments, reposts, likes, friends, followers. */
class ListMethodsTest {
    private final StandInPeer vk = new StandInPeer();

    @BeforeEach
    void tokens() {
        for (int user = 1001; user <= 1003; user++) {
            vk.admin("PUT", "tokens/u" + user, new JsonObject("""
                    {"kind":"user","user_id":%d,"rps":1000}""".formatted(user)));
        }
        vk.admin("PUT", "tokens/g", new JsonObject("""
                {"kind":"group","group_id":7002,"rps":1000}"""));
        vk.token("s", "service");
    }

    @AfterEach
    void close() {
        vk.close();
    }

    private JsonObject objectOf(String token, String method, String... params) {
        return vk.call(token, method, params).getJsonObject("response");
    }

    private List<Object> itemsOf(String token, String method, String... params) {
        return objectOf(token, method, params).getJsonArray("items").stream().toList();
    }

    private void group(String body) {
        vk.admin("PUT", "groups/9", new JsonObject(body));
    }

    @Test
    void members_come_by_id_or_by_the_time_they_joined_both_ways() {
        group("{\"name\":\"g\",\"members\":[30,10,20]}");
        assertThat(itemsOf("u1001", "groups.getMembers", "group_id", "9")).containsExactly(10, 20, 30);
        assertThat(itemsOf("u1001", "groups.getMembers", "group_id", "9", "sort", "id_desc"))
                .containsExactly(30, 20, 10);
        assertThat(itemsOf("u1001", "groups.getMembers", "group_id", "9", "sort", "time_asc"))
                .containsExactly(30, 10, 20);
        assertThat(itemsOf("u1001", "groups.getMembers", "group_id", "club9", "sort", "time_desc", "count", "1"))
                .containsExactly(20);
        assertThat(vk.errorOf("u1001", "groups.getMembers", "group_id", "9", "sort", "name"))
                .isEqualTo(100);
        assertThat(vk.errorOf("u1001", "groups.getMembers", "group_id", "9", "count", "1001"))
                .isEqualTo(100);
        assertThat(vk.errorOf("u1001", "groups.getMembers", "group_id", "9", "offset", "-1"))
                .isEqualTo(100);
        assertThat(vk.errorOf("u1001", "groups.getMembers", "group_id", "9", "offset", "many"))
                .isEqualTo(100);
        assertThat(vk.errorOf("u1001", "groups.getMembers")).isEqualTo(100);
    }

    @Test
    void members_with_fields_are_users_and_one_who_is_gone_is_shown_as_deleted() {
        group("{\"name\":\"g\",\"members\":[1002,77]}");
        List<Object> items = itemsOf("s", "groups.getMembers", "group_id", "9", "fields", "screen_name,sex");
        assertThat(((JsonObject) items.get(0)).getString("deactivated")).isEqualTo("deleted");
        assertThat(((JsonObject) items.get(1)).getString("screen_name")).isEqualTo("anna_demo");
    }

    @Test
    void members_can_be_filtered_by_friendship_doubt_donations_and_office() {
        group("""
                {"name":"g","members":[1002,1005,5],"unsure":[5],"donut":[1005],"managers":{"1003":"editor"}}""");
        assertThat(itemsOf("u1001", "groups.getMembers", "group_id", "9", "filter", "friends"))
                .containsExactly(1002);
        assertThat(itemsOf("s", "groups.getMembers", "group_id", "9", "filter", "friends"))
                .isEmpty();
        assertThat(itemsOf("s", "groups.getMembers", "group_id", "9", "filter", "unsure"))
                .containsExactly(5);
        assertThat(itemsOf("s", "groups.getMembers", "group_id", "9", "filter", "donut"))
                .containsExactly(1005);
        assertThat(itemsOf("u1003", "groups.getMembers", "group_id", "9", "filter", "managers"))
                .containsExactly(new JsonObject().put("id", 1003).put("role", "editor"));
        assertThat(vk.errorOf("u1001", "groups.getMembers", "group_id", "9", "filter", "managers"))
                .isEqualTo(15);
    }

    @Test
    void hidden_members_are_shown_to_a_manager_and_to_the_groups_own_token() {
        assertThat(vk.errorOf("s", "groups.getMembers", "group_id", "7002")).isEqualTo(15);
        assertThat(vk.errorOf("u1001", "groups.getMembers", "group_id", "7002")).isZero();
        assertThat(vk.errorOf("g", "groups.getMembers", "group_id", "7002")).isZero();
    }

    @Test
    void groups_come_in_an_object_and_a_groups_token_knows_its_own() {
        JsonObject groups =
                objectOf("s", "groups.getById", "group_ids", "pult_club,9999,7001", "fields", "members_count");
        assertThat(groups.getJsonArray("profiles")).isEmpty();
        assertThat(groups.getJsonArray("groups")).containsExactly(new JsonObject("""
                        {"id":7001,"name":"Клуб Пульта","screen_name":"pult_club","is_closed":0,"type":"group",\
                        "members_count":3203}"""));
        assertThat(objectOf("g", "groups.getById")
                        .getJsonArray("groups")
                        .getJsonObject(0)
                        .getLong("id"))
                .isEqualTo(7002);
        assertThat(vk.errorOf("s", "groups.getById")).isEqualTo(100);
        assertThat(objectOf("s", "groups.getById", "group_id", "nobody").getJsonArray("groups"))
                .isEmpty();
    }

    @Test
    void a_wall_is_read_from_the_newest_to_the_oldest_in_pages() {
        vk.admin("PUT", "walls/-7001", new JsonObject("{\"posts\":230,\"crowd\":2}"));
        List<Integer> seen = new ArrayList<>();
        for (int offset = 0; offset < 300; offset += 100) {
            JsonObject page = objectOf(
                    "s", "wall.get", "domain", "pult_club", "count", "100", "offset", Integer.toString(offset));
            assertThat(page.getInteger("count")).isEqualTo(230);
            page.getJsonArray("items").forEach(post -> seen.add(((JsonObject) post).getInteger("id")));
        }
        assertThat(seen).hasSize(230).startsWith(230, 229).endsWith(2, 1);
        assertThat(vk.errorOf("s", "wall.get", "domain", "pult_club", "count", "101"))
                .isEqualTo(100);
        assertThat(objectOf("s", "wall.get", "owner_id", "-7001", "count", "1")
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getJsonObject("likes")
                        .getInteger("count"))
                .isEqualTo(2);
    }

    @Test
    void an_extended_wall_carries_authors_and_groups_once_each() {
        vk.admin("PUT", "posts/-7001_900", new JsonObject("{\"text\":\"hi\",\"from_id\":1002}"));
        JsonObject wall = objectOf("u1001", "wall.get", "owner_id", "-7001", "extended", "1", "count", "5");
        assertThat(wall.getJsonArray("profiles")).hasSize(1);
        assertThat(wall.getJsonArray("groups")).hasSize(1);
        assertThat(itemsOf("u1001", "wall.get", "owner_id", "-7001", "filter", "others"))
                .hasSize(1);
        assertThat(vk.errorOf("u1001", "wall.get", "owner_id", "-7001", "filter", "mine"))
                .isEqualTo(100);
    }

    @Test
    void a_closed_wall_is_for_members_and_a_closed_profile_for_friends() {
        group("{\"name\":\"g\",\"is_closed\":1,\"members\":[1002]}");
        assertThat(vk.errorOf("u1002", "wall.get", "owner_id", "-9")).isZero();
        assertThat(vk.errorOf("u1001", "wall.get", "owner_id", "-9")).isEqualTo(15);
        assertThat(vk.errorOf("s", "wall.get", "owner_id", "-9")).isEqualTo(15);
        assertThat(vk.errorOf("u1001", "wall.get", "owner_id", "1003")).isZero();
        assertThat(vk.errorOf("u1002", "wall.get", "owner_id", "1003")).isEqualTo(15);
        assertThat(vk.errorOf("u1002", "wall.get", "owner_id", "1004")).isEqualTo(18);
        assertThat(vk.errorOf("s", "wall.get")).isEqualTo(100);
        assertThat(vk.errorOf("s", "wall.get", "owner_id", "-999")).isEqualTo(100);
    }

    @Test
    void posts_are_found_by_id_and_those_that_are_not_there_are_left_out() {
        assertThat(itemsOf("s", "wall.getById", "posts", "-7001_1,-7001_99999,1001_1,nonsense"))
                .hasSize(2);
        assertThat(vk.errorOf("s", "wall.getById")).isEqualTo(100);
        assertThat(vk.errorOf("s", "wall.getById", "posts", "1_1,".repeat(101))).isEqualTo(100);
    }

    @Test
    void comments_and_reposts_of_a_post_come_in_pages() {
        vk.admin("PUT", "posts/1001_5", new JsonObject("""
                {"copies":[1002,1003],"comments":[{"from_id":1002,"text":"a"},{"from_id":-7001,"text":"b"}]}"""));
        JsonObject comments = objectOf(
                "s",
                "wall.getComments",
                "owner_id",
                "1001",
                "post_id",
                "5",
                "sort",
                "desc",
                "count",
                "1",
                "extended",
                "1");
        assertThat(comments.getInteger("count")).isEqualTo(2);
        assertThat(comments.getJsonArray("items").getJsonObject(0).getString("text"))
                .isEqualTo("b");
        assertThat(comments.getJsonArray("groups")).hasSize(1);
        JsonObject reposts = objectOf("s", "wall.getReposts", "owner_id", "1001", "post_id", "5");
        assertThat(reposts.getJsonArray("items")).hasSize(2);
        assertThat(reposts.getJsonArray("profiles")).hasSize(3);
        assertThat(reposts.getJsonArray("items")
                        .getJsonObject(0)
                        .getJsonArray("copy_history")
                        .getJsonObject(0)
                        .getInteger("id"))
                .isEqualTo(5);
        assertThat(vk.errorOf("s", "wall.getComments", "owner_id", "1001", "post_id", "6"))
                .isEqualTo(15);
    }

    @Test
    void likes_come_latest_first_of_posts_and_of_everything_else() {
        vk.admin("PUT", "likes/photo/1001_8", new JsonObject("{\"likes\":[5,1002,7],\"copies\":[7],\"crowd\":2}"));
        String[] photo = {"type", "photo", "owner_id", "1001", "item_id", "8"};
        assertThat(itemsOf("s", "likes.getList", photo)).containsExactly(10_000_002, 10_000_001, 7, 1002, 5);
        assertThat(itemsOf("s", "likes.getList", with(photo, "filter", "copies")))
                .containsExactly(7);
        assertThat(itemsOf("u1001", "likes.getList", with(photo, "friends_only", "1")))
                .containsExactly(1002);
        assertThat(itemsOf("u1002", "likes.getList", with(photo, "skip_own", "1")))
                .doesNotContain(1002);
        assertThat(vk.errorOf("s", "likes.getList", with(photo, "count", "1001")))
                .isEqualTo(100);
        assertThat(vk.errorOf("s", "likes.getList", "type", "cat", "owner_id", "1", "item_id", "1"))
                .isEqualTo(100);
        assertThat(vk.errorOf("u1001", "likes.getList", "type", "post", "item_id", "77"))
                .isEqualTo(100);
    }

    private static String[] with(String[] params, String name, String value) {
        List<String> all = new ArrayList<>(List.of(params));
        all.add(name);
        all.add(value);
        return all.toArray(String[]::new);
    }

    @Test
    void friends_and_followers_of_a_closed_profile_are_error_30_to_strangers() {
        vk.admin("PUT", "users/50", new JsonObject("""
                {"first_name":"A","last_name":"B","friends":[1001,1002],"followers":[5,6,7]}"""));
        assertThat(itemsOf("s", "friends.get", "user_id", "50")).containsExactly(1001, 1002);
        assertThat(itemsOf("s", "users.getFollowers", "user_id", "50", "count", "2"))
                .containsExactly(7, 6);
        assertThat(itemsOf("u1001", "friends.get")).containsExactly(1002, 1003);
        assertThat(vk.errorOf("u1002", "friends.get", "user_id", "1003")).isEqualTo(30);
        assertThat(vk.errorOf("s", "users.getFollowers", "user_id", "1004")).isEqualTo(18);
        assertThat(vk.errorOf("s", "friends.get", "user_id", "8")).isEqualTo(113);
        assertThat(vk.errorOf("s", "friends.get")).isEqualTo(100);
    }

    @Test
    void the_crowd_is_a_million_people_who_are_the_same_every_time() {
        vk.admin("PUT", "groups/9", new JsonObject("{\"name\":\"big\",\"crowd\":1000000}"));
        JsonObject members = objectOf("s", "groups.getMembers", "group_id", "9", "offset", "999500");
        assertThat(members.getInteger("count")).isEqualTo(1_000_000);
        assertThat(new HashSet<>(members.getJsonArray("items").getList())).hasSize(500);
        String[] one = {"user_ids", "10000007,11000001", "fields", "city"};
        JsonArray person = vk.responseOf("u1001", "users.get", one);
        assertThat(person).hasSize(1).isEqualTo(vk.responseOf("u1001", "users.get", one));
    }
}
