package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
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
}
