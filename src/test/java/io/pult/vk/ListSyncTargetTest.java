package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.bus.Failure;
import io.pult.contract.vk.ListSync.Kind;
import io.pult.contract.vk.ListSync.Target;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListSyncTargetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "id5",
                "https://vk.com/id5",
                "https://example.com/club1",
                "https://vk.com.example.com/club1",
                "-",
                "0",
                "-0",
                "12345678901234567",
                "a",
                "so me",
                "club1\"})",
                "wall-1_2",
                "https://vk.com/",
                "https://vk.com/wall-1_2",
                "имя"
            })
    void a_group_that_is_none_is_refused(String group) {
        assertThat(refusal(Kind.GROUP_MEMBERS, members(group, null, null)).code())
                .isEqualTo("list_sync.target_invalid");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-1, 1",
        "club12, 12",
        "public12, 12",
        "event12, 12",
        "apiclub, apiclub",
        "@apiclub, apiclub",
        "' apiclub ', apiclub",
        "https://vk.com/club1, 1",
        "http://m.vk.com/public7/, 7",
        "vk.ru/api.club?from=top#x, api.club",
        "HTTPS://VK.COM/apiclub, apiclub"
    })
    void a_group_is_an_id_a_screen_name_or_a_link(String written, String asked) {
        assertThat(ListSyncTarget.checked(Kind.GROUP_MEMBERS, members(written, null, null)))
                .isEqualTo(members(asked, null, "id_asc"));
    }

    @Test
    void fields_are_few_plain_names_and_each_counts_once() {
        assertThat(ListSyncTarget.checked(Kind.GROUP_MEMBERS, members("1", List.of("sex", "city", "sex"), "id_desc"))
                        .fields())
                .containsExactly("sex", "city");
        assertThat(ListSyncTarget.checked(Kind.GROUP_MEMBERS, members("1", List.of(), null))
                        .fields())
                .isNull();
        refusal(Kind.GROUP_MEMBERS, members("1", List.of("sex,city"), null));
        refusal(Kind.GROUP_MEMBERS, members("1", Collections.nCopies(31, "sex"), null));
        refusal(Kind.GROUP_MEMBERS, members("1", null, "random"));
    }

    @Test
    void a_wall_is_named_by_its_owner_or_by_a_name_and_not_by_both() {
        assertThat(ListSyncTarget.checked(Kind.WALL_POSTS, wall(-5L, null)).ownerId())
                .isEqualTo(-5);
        assertThat(ListSyncTarget.checked(Kind.WALL_POSTS, wall(null, "apiclub"))
                        .domain())
                .isEqualTo("apiclub");
        refusal(Kind.WALL_POSTS, wall(null, null));
        refusal(Kind.WALL_POSTS, wall(5L, "apiclub"));
        refusal(Kind.WALL_POSTS, wall(0L, null));
        refusal(Kind.WALL_POSTS, wall(null, "a b"));
    }

    @Test
    void likes_need_a_type_an_owner_and_an_item() {
        assertThat(ListSyncTarget.checked(Kind.LIKES, likes("post", -1L, 7L, null)))
                .isEqualTo(likes("post", -1L, 7L, "likes"));
        refusal(Kind.LIKES, likes(null, -1L, 7L, null));
        refusal(Kind.LIKES, likes("post", null, 7L, null));
        refusal(Kind.LIKES, likes("post", -1L, null, null));
        refusal(Kind.LIKES, likes("post", -1L, 0L, null));
        refusal(Kind.LIKES, likes("posts", -1L, 7L, null));
        refusal(Kind.LIKES, likes("post", -1L, 7L, "all"));
    }

    @Test
    void what_belongs_to_another_kind_is_refused_rather_than_ignored() {
        refusal(Kind.GROUP_MEMBERS, new Target("1", null, null, -1L, null, null, null, null));
        refusal(Kind.WALL_POSTS, new Target(null, List.of("sex"), null, -1L, null, null, null, null));
        refusal(Kind.LIKES, new Target("1", null, null, -1L, null, "post", 7L, null));
    }

    private static Failure refusal(Kind kind, Target target) {
        Failure refusal = catchThrowableOfType(Failure.class, () -> ListSyncTarget.checked(kind, target));
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).isEqualTo(Failure.Kind.UNPROCESSABLE);
        return refusal;
    }

    private static Target members(String group, @Nullable List<String> fields, @Nullable String sort) {
        return new Target(group, fields, sort, null, null, null, null, null);
    }

    private static Target wall(@Nullable Long owner, @Nullable String domain) {
        return new Target(null, null, null, owner, domain, null, null, null);
    }

    private static Target likes(
            @Nullable String type, @Nullable Long owner, @Nullable Long item, @Nullable String filter) {
        return new Target(null, null, null, owner, null, type, item, filter);
    }
}
