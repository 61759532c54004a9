package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pult.support.Chance;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecuteScriptTest {
    private static final List<String> SCRAPS = List.of(
            "return",
            " ",
            "[",
            "]",
            "{",
            "}",
            "(",
            ")",
            ",",
            ";",
            ".",
            "API",
            "users",
            "get",
            "\"",
            "\\",
            ":",
            "1",
            "null",
            "var values = ",
            "API.users.get({})",
            "{\"a\":1}",
            "я",
            "\u0000",
            "\uD83D");

    private final Chance chance = new Chance();

    private static final String LOOP_HEAD = "var values = [";
    private static final String LOOP_TAIL = "],i = 0,result = [];while(i < values.length) "
            + "{result.push(API.users.get(values[i]));i = i + 1;}return result;";

    private static ExecuteScript.Inner inner(String method, String arguments) {
        return new ExecuteScript.Inner(method, new JsonObject(arguments));
    }

    private static int codeOf(String script) {
        VkRefusal refusal = catchThrowableOfType(VkRefusal.class, () -> ExecuteScript.parse(script));
        return refusal == null ? 0 : refusal.error().code();
    }

    @Test
    void a_list_of_calls_is_read_in_order() {
        assertThat(ExecuteScript.parse(
                                "return [API.users.get({\"user_ids\":\"1,2\"}),API.wall.get({\"owner_id\":-1}),API.a.b()];")
                        .calls())
                .containsExactly(
                        inner("users.get", "{\"user_ids\":\"1,2\"}"),
                        inner("wall.get", "{\"owner_id\":-1}"),
                        inner("a.b", "{}"));
    }

    @Test
    void a_loop_over_values_is_as_many_calls_of_one_method() {
        assertThat(ExecuteScript.parse(LOOP_HEAD + "{\"user_ids\":1},{\"user_ids\":2}" + LOOP_TAIL)
                        .calls())
                .containsExactly(inner("users.get", "{\"user_ids\":1}"), inner("users.get", "{\"user_ids\":2}"));
        assertThat(ExecuteScript.parse(LOOP_HEAD + LOOP_TAIL).calls()).isEmpty();
    }

    @Test
    void brackets_and_quotes_inside_a_text_are_text() {
        assertThat(ExecuteScript.parse("return [API.a.b({\"t\":\"}]\\\\\\\")\",\"u\":\"\\\\\"})];")
                        .calls())
                .containsExactly(inner("a.b", "{\"t\":\"}]\\\\\\\")\",\"u\":\"\\\\\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return[API.a.b({})]",
                "  return\n[\tAPI . a . b ( { } )\r\n]  ;  ",
                "return [];",
                "var values=[{}],i=0,result=[];while(i<values.length){result.push(API.a.b(values[i]));i=i+1;}return result",
            })
    void blanks_and_the_last_semicolon_do_not_matter(String script) {
        assertThat(codeOf(script)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ";",
                "return",
                "return 1;",
                "return API.users.get(",
                "return API.users.get({});",
                "return [API.users.get({})",
                "return [API.users.get({}),];",
                "return [API.users.get({})]; return 1;",
                "return [API.users.get({},{})];",
                "return [API.users.get([])];",
                "return [API.users.get(1)];",
                "return [API.users.get({user_ids:1})];",
                "return [API.users.get({\"a\":})];",
                "return [API.users.get({\"a\":[})];",
                "return [API.users.get({\"a\":\"})];",
                "return [API.users.get({\"a\":\"\\",
                "return [API.users.get({\"a\":1]})];",
                "return [API.users({})];",
                "return [API..get({})];",
                "return [api.users.get({})];",
                "return [APIusers.get({})];",
                "returns [API.users.get({})];",
                "return [API.users.get({})]@.id;",
                "return [Args.name];",
                "return [API.users.get({\"a\":Infinity})];",
                "var values = [1],i = 0,result = [];while(i < values.length) {result.push(API.a.b(values[i]));i = i + 1;}return result;",
                "var values = [{}],i = 1,result = [];while(i < values.length) {result.push(API.a.b(values[i]));i = i + 1;}return result;",
                "var values = [{}],i = 0,result = [];while(i < values.length) {result.push(API.a.b(values[0]));i = i + 1;}return result;",
                "var values = [{}],i = 0,result = [];while(i < values.length) {i = i + 1;}return result;",
                "while(true) {}",
                "varvalues = [{}]",
            })
    void anything_else_does_not_compile(String script) {
        assertThat(codeOf(script)).isEqualTo(12);
    }

    @Test
    void twenty_five_calls_are_read_and_the_next_one_is_too_many_in_both_forms() {
        assertThat(codeOf(list(25))).isZero();
        assertThat(codeOf(list(26))).isEqualTo(13);
        assertThat(codeOf(LOOP_HEAD + values(25) + LOOP_TAIL)).isZero();
        assertThat(codeOf(LOOP_HEAD + values(26) + LOOP_TAIL)).isEqualTo(13);
    }

    @Test
    void an_argument_may_nest_32_deep_and_no_deeper() {
        assertThat(codeOf("return [API.a.b(" + nested(ExecuteScript.MAX_DEPTH) + ")];"))
                .isZero();
        assertThat(codeOf("return [API.a.b(" + nested(ExecuteScript.MAX_DEPTH + 1) + ")];"))
                .isEqualTo(12);
    }

    static Stream<String> hostile() {
        int full = ExecuteScript.MAX_LENGTH - 100;
        return Stream.of(
                "[".repeat(full),
                "return " + "[".repeat(full),
                "return [API.a.b(" + "{\"a\":".repeat(full / 5),
                "return [API.a.b({\"a\":" + "[".repeat(full),
                "return [API.a.b({\"a\":\"" + "x".repeat(full),
                "return [API.a.b({\"a\":\"" + "\\".repeat(full),
                "return [API.a.b({\"a\":" + "9".repeat(full) + "})];",
                "return [API.a.b({\"" + "k".repeat(full) + "\":1})];",
                "return [API." + "a".repeat(full),
                "return [API.a.b({" + " ".repeat(full),
                " ".repeat(full),
                LOOP_HEAD + "{},".repeat(full / 3),
                list(full / 20),
                "return [API.a.b({\"a\":[" + "[],".repeat(full / 3) + "[]]})];",
                "x".repeat(10 * ExecuteScript.MAX_LENGTH));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("hostile")
    void hostile_code_of_full_length_is_done_with_quickly(String script) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> codeOf(script));
    }

    @Test
    void code_beyond_the_limit_is_not_even_looked_at() {
        assertThatThrownBy(() -> ExecuteScript.parse(" ".repeat(ExecuteScript.MAX_LENGTH) + "return [];"))
                .isInstanceOf(VkRefusal.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void any_text_is_read_or_refused_and_never_breaks_the_reader() {
        chance.check(1_000, () -> assertThat(codeOf(scraps())).isIn(0, 12, 13));
    }

    @Test
    void what_a_client_writes_comes_back_as_it_was() {
        chance.check(1_000, () -> {
            List<JsonObject> arguments = chance.list(0, 25, () -> chance.text(20)).stream()
                    .map(text -> new JsonObject().put(text, text))
                    .toList();
            String script = arguments.stream()
                    .map(argument -> "API.users.get(" + argument.encode() + ")")
                    .collect(Collectors.joining(",", "return [", "];"));
            assertThat(ExecuteScript.parse(script).calls())
                    .extracting(ExecuteScript.Inner::arguments)
                    .isEqualTo(arguments);
        });
    }

    private String scraps() {
        return String.join("", chance.list(0, 40, () -> chance.coin() ? chance.of(SCRAPS) : chance.text(3)));
    }

    private static String list(int calls) {
        return IntStream.range(0, calls)
                .mapToObj(i -> "API.users.get({})")
                .collect(Collectors.joining(",", "return [", "];"));
    }

    private static String values(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{}").collect(Collectors.joining(","));
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
    }
}
