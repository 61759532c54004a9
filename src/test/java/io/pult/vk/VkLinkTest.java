package io.pult.vk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.vk.AccountLinkOps;
import io.pult.contract.vk.AccountLinkOps.Reason;
import io.pult.support.Chance;
import io.pult.vk.VkLink.Application;
import io.pult.vk.VkLink.Community;
import io.pult.vk.VkLink.Item;
import io.pult.vk.VkLink.Name;
import io.pult.vk.VkLink.Unusable;
import io.pult.vk.VkLink.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of contracts on links, and what only resembles one. */
class VkLinkTest {
    private final Chance chance = new Chance();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id123",
                "ID123",
                "@id123",
                "*id123",
                "@id123 (Name)",
                "[id123|Name]",
                "[id123|]",
                "[id123|Name (of somebody)]",
                "[https://vk.com/id123|Name]",
                "123",
                "vk.com/id123",
                "http://vk.com/id123",
                "HTTPS://VK.COM/id123",
                "//vk.com/id123",
                "https://www.vk.com/id123",
                "https://m.vk.com/id123",
                "https://new.vk.com/id123",
                "https://vk.ru/id123",
                "https://m.vk.ru/id123",
                "https://vkontakte.ru/id123",
                "www.vkontakte.ru/id123",
                "https://vk.me/id123",
                "https://vk.com/id123/",
                "https://vk.com//id123//",
                "https://vk.com/@id123",
                "https://vk.com/id123?from=search",
                "https://vk.com/id123?from=a#b?w=wall1_2",
                "https://vk.com/id123#about",
                "<https://vk.com/id123>",
                "  https://vk.com/id123\t\n",
                "\uFEFFhttps://vk.com/id123\u200B",
                "\u00A0id123\u00A0",
            })
    void an_id_of_a_user_is_read_in_every_form(String text) {
        assertThat(VkLink.parse(text)).isEqualTo(new User(123));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "club123",
                "public123",
                "event123",
                "-123",
                "@club123 (Name)",
                "[club123|Name]",
                "[public123|Name]",
                "https://vk.com/club123",
                "https://m.vk.com/public123",
                "https://vk.ru/event123",
                "https://vk.com/-123",
                "vk.me/club123",
            })
    void an_id_of_a_community_is_read_in_every_form(String text) {
        assertThat(VkLink.parse(text)).isEqualTo(new Community(123));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app123", "https://vk.com/app123", "vk.com/app123_-45", "https://vk.com/app123#hash"})
    void an_id_of_an_application_is_read_in_every_form(String text) {
        assertThat(VkLink.parse(text)).isEqualTo(new Application(123));
    }

    @ParameterizedTest
    @CsvSource({
        "wall-1_2, wall, -1, 2",
        "https://vk.com/wall-1_2, wall, -1, 2",
        "photo1_2, photo, 1, 2",
        "https://vk.com/photo1_2?rev=1, photo, 1, 2",
        "https://vk.com/video-1_2, video, -1, 2",
        "https://vk.com/durov?w=wall-1_2, wall, -1, 2",
        "https://vk.com/durov?w=wall1_2_r3, wall, 1, 2",
        "https://vk.com/feed?w=wall-1_2, wall, -1, 2",
        "https://vk.com/?w=wall-1_2, wall, -1, 2",
        "https://vk.com/id1?z=photo1_2%2Falbum1_00, photo, 1, 2",
        "https://vk.com/club1?act=x&z=video-1_2, video, -1, 2",
    })
    void an_object_is_read_from_the_path_and_from_the_query_before_it_is_dropped(
            String text, String type, long owner, long id) {
        assertThat(VkLink.parse(text)).isEqualTo(new Item(type, owner, id));
    }

    @ParameterizedTest
    @CsvSource({
        "durov, durov",
        "Durov, durov",
        "@durov, durov",
        "@durov (Павел), durov",
        "https://vk.com/durov, durov",
        "vk.com/durov?ref=1, durov",
        "https://vk.com/@durov, durov",
        "https://vk.me/durov, durov",
        "m.vk.ru/pult.demo, pult.demo",
        "pult_demo, pult_demo",
        "durov/, durov",
        "id1abc, id1abc",
        "club1x, club1x",
        "ab, ab",
        "[durov|Name], durov",
        "feedback, feedback",
        "wall_e, wall_e",
    })
    void a_screen_name_is_read_in_lower_case(String text, String name) {
        assertThat(VkLink.parse(text)).isEqualTo(new Name(name));
    }

    @Test
    void names_that_differ_in_dots_alone_are_the_same_page() {
        assertThat(new Name("pult.demo").key()).isEqualTo(new Name("pultdemo").key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "feed",
                "https://vk.com/feed",
                "https://vk.com/im?sel=123",
                "vk.com/friends",
                "vk.com/friends?id=1",
                "vk.com/groups",
                "vk.com/search?c[q]=x",
                "vk.com/albums-1",
                "vk.com/albums1",
                "vk.com/topic-1_2",
                "vk.com/board1",
                "vk.com/wall-1",
                "vk.com/write123",
                "vk.com/away.php?to=https%3A%2F%2Fvk.com%2Fdurov",
                "vk.com/login.php",
                "vk.com/video/@durov",
                "vk.me/join/AbCdEf=",
                "https://vk.com",
                "https://vk.com/",
                "vk.com",
                "vk.com?x=1",
                "vk.com/FEED",
            })
    void a_page_of_vk_that_is_nobodys_profile_is_told_from_one(String text) {
        assertThat(VkLink.parse(text)).isEqualTo(new Unusable(Reason.NOT_A_PROFILE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.com/durov",
                "evil.com/id1",
                "https://vk.com.evil.com/durov",
                "https://evil.com/?u=https://vk.com/durov",
                "https://vk.com@evil.com/durov",
                "https://vk.com:8443/durov",
                "https://vk.cc/abc",
                "https://xvk.com/durov",
                "https://mvk.com/durov",
                "https://m.m.vk.com/durov",
                "javascript:alert(1)",
                "javascript://vk.com/%0Aalert(1)",
                "data:text/html,vk.com/durov",
                "ftp://vk.com/durov",
                "mailto:durov@vk.com",
                "tel:+70000000000",
                "google.com",
                "t.me/durov",
                "../durov",
                "https:vk.com/durov",
                "https://vк.com/durov",
                "https://v\u212A.com/durov",
                "https://ｖｋ.com/durov",
                "https:///durov",
            })
    void what_leads_elsewhere_is_never_taken_for_a_page_of_vk(String text) {
        assertThat(VkLink.parse(text)).isEqualTo(new Unusable(Reason.NOT_VK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "durоv",
                "ｄurov",
                "a",
                "a.",
                "1durov",
                "_durov",
                "du rov",
                "du-rov",
                "durov!",
                "id0",
                "id007",
                "id-1",
                "-0",
                "0",
                "id9007199254740992",
                "id99999999999999999999",
                "club0",
                "vk.com/123",
                "wall0_1",
                "photo1_0",
                "vk.com/durov/photos",
                "vk.com/%D0%B4",
                "vk.com/id%31",
                "vk.com\\durov",
                "[id1|Name",
                "[|Name]",
                "@",
                "*",
                "@id1 (Name",
                "abcdefghijklmnopqrstuvwxyz0123456",
                "' OR 1=1 --",
                "id1\0",
                "\uD800",
                "🙂",
            })
    void what_no_page_can_be_called_is_malformed(String text) {
        assertThat(VkLink.parse(text)).isEqualTo(new Unusable(Reason.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<>", "\u200B", "\n\n", "< >"})
    void nothing_is_nothing(String text) {
        assertThat(VkLink.parse(text)).isEqualTo(new Unusable(Reason.EMPTY));
    }

    @Test
    void a_line_of_any_length_is_cut_off_before_it_is_looked_at() {
        assertThat(VkLink.parse("https://vk.com/" + "a".repeat(1_000_000))).isEqualTo(new Unusable(Reason.TOO_LONG));
        assertThat(VkLink.parse(" ".repeat(AccountLinkOps.MAX_LINK + 1))).isEqualTo(new Unusable(Reason.TOO_LONG));
    }

    @Test
    void whatever_is_thrown_at_it_something_typed_comes_back() {
        chance.check(
                20_000,
                () -> assertThat(VkLink.parse(chance.coin() ? chance.text(60) : chance.printable(60)))
                        .isNotNull());
        chance.check(20_000, () -> {
            var pieces = chance.list(
                    1,
                    8,
                    () -> chance.of(
                            "https://",
                            "vk.com",
                            "/",
                            "?",
                            "w=",
                            "wall",
                            "-",
                            "1",
                            "_",
                            "id",
                            "[",
                            "|",
                            "]",
                            "@",
                            "(",
                            ")",
                            "<",
                            ">",
                            "#",
                            "durov",
                            ".",
                            ":",
                            "club",
                            "m.",
                            " "));
            assertThat(VkLink.parse(String.join("", pieces))).isNotNull();
        });
    }

    @Test
    void an_id_comes_out_of_every_wrapping_as_it_went_in() {
        chance.check(5_000, () -> {
            long id = 1 + Math.floorMod(chance.number(), AccountLinkOps.MAX_ID);
            String prefix = chance.of("id", "club", "public", "event", "app");
            String word = prefix + id;
            if (chance.coin()) {
                word = word.toUpperCase(Locale.ROOT);
            }
            String text = chance.of("", " ", "<")
                    + chance.of("", "https://", "http://", "//")
                    + chance.of("www.", "m.", "new.", "")
                    + chance.of("vk.com/", "vk.ru/", "vkontakte.ru/", "vk.me/")
                    + word
                    + chance.of("", "/", "?a=b", "#c", "/?a=b&c=d#e")
                    + chance.of("", " ", ">");
            VkLink expected = switch (prefix) {
                case "id" -> new User(id);
                case "app" -> new Application(id);
                default -> new Community(id);
            };
            assertThat(VkLink.parse(text)).as(text).isEqualTo(expected);
        });
    }

    @Test
    void a_name_that_comes_out_has_the_form_of_one() {
        chance.check(20_000, () -> {
            String text = chance.printable(40);
            if (VkLink.parse(text) instanceof Name name) {
                assertThat(name.name()).as(text).matches("[a-z][a-z0-9_.]{1,31}");
            }
        });
    }

    /** Nested repetition would make a single one of these take minutes. */
    @Test
    void ten_thousand_of_the_worst_links_take_a_moment() {
        List<String> worst = new ArrayList<>();
        for (String piece : List.of("[", "@a (", "wall1_", "/", "?w=", ".", "a", "id1", " ", "<", "&w=", "-1_")) {
            worst.add(piece.repeat(AccountLinkOps.MAX_LINK / piece.length()));
            worst.add("https://vk.com/" + piece.repeat((AccountLinkOps.MAX_LINK - 15) / piece.length()));
        }
        long from = System.nanoTime();
        for (int i = 0; i < AccountLinkOps.MAX_LINKS; i++) {
            assertThat(VkLink.parse(worst.get(i % worst.size()))).isNotNull();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
    }
}
