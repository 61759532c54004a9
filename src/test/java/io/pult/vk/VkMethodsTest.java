package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.vk.SystemAccount.Kind;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VkMethodsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "users.get",
                "groups.getMembers",
                "utils.resolveScreenName",
                "wall.search",
                "groups.isMember",
                "likes.isLiked"
            })
    void what_only_reads_may_be_repeated(String method) {
        assertThat(VkMethods.reads(method)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wall.post",
                "likes.add",
                "execute",
                "execute.getNews",
                "messages.send",
                "utils.getShortLink",
                "users.getter",
                "stats.issue"
            })
    void what_may_change_something_is_never_repeated(String method) {
        assertThat(VkMethods.reads(method)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "messages.send, random_id, 7, true",
        "messages.send, random_id, -7, true",
        "messages.send, random_id, 0, false",
        "messages.send, random_id, 00, false",
        "messages.send, random_id, '', false",
        "messages.send, guid, 7, false",
        "wall.post, guid, a-b, true",
        "wall.createComment, guid, x, true",
        "wall.repost, guid, x, false",
        "likes.add, guid, x, false"
    })
    void a_write_may_come_again_only_under_the_key_by_which_vk_knows_it(
            String method, String name, String value, boolean may) {
        assertThat(VkMethods.carriesKey(method, Map.of(name, value))).isEqualTo(may);
    }

    @Test
    void a_key_of_zero_is_none_whatever_type_it_has() {
        for (Object zero : new Object[] {0, 0L, 0.0, false, true, "0"}) {
            assertThat(VkMethods.carriesKey("messages.send", Map.of("random_id", zero)))
                    .as("%s", zero)
                    .isFalse();
        }
        assertThat(VkMethods.carriesKey("messages.send", Map.of("random_id", 5_000_000_000L)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "users.get, 'COMMUNITY,USER'",
        "groups.getMembers, 'COMMUNITY,USER'",
        "wall.get, USER",
        "wall.post, ''",
        "execute, ''",
        "secure.getUserLevel, ''",
        "auth.checkPhone, ''"
    })
    void execute_carries_reading_calls_of_users_and_communities(String method, String kinds) {
        assertThat(VkMethods.batchedBy(method, Map.of()).stream()
                        .map(Kind::name)
                        .collect(Collectors.joining(",")))
                .isEqualTo(kinds);
        assertThat(VkMethods.batchedBy(method, Map.of("lang", "en"))).isEmpty();
    }
}
