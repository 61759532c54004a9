package io.pult.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawJsonTest {
    record Envelope(@Nullable RawJson response, @Nullable List<RawJson> others) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":null,\"b\":[1,null,{\"c\":0.10}]}",
                "[]",
                "1",
                "\"text \\\"quoted\\\"\"",
                "null",
                "false",
                "123456789012345678901234567890",
                "1e400",
                "{\"a\":{\"b\":[[],{}]}}"
            })
    void what_came_goes_on_as_it_is(String json) {
        var read = Json.readLeniently("{\"other\":1,\"response\":" + json + ",\"x\":2}", Envelope.class);
        assertThat(read.response()).isEqualTo(new RawJson(json));
        assertThat(Json.text(read)).isEqualTo("{\"response\":" + json + "}");
    }

    @Test
    void what_did_not_come_is_absent() {
        assertThat(Json.readLeniently("{}", Envelope.class).response()).isNull();
    }

    @Test
    void lists_hold_each_value_alone() {
        assertThat(Json.readLeniently("{\"others\":[{\"a\":1},2]}", Envelope.class)
                        .others())
                .containsExactly(new RawJson("{\"a\":1}"), new RawJson("2"));
    }
}
