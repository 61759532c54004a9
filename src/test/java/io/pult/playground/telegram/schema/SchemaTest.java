package io.pult.playground.telegram.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.pult.support.Chance;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
    private final Chance chance = new Chance();

    static Stream<Integer> layers() {
        return Schema.layers().stream();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void every_line_of_a_layer_comes_back_as_it_was_written(int layer) {
        Schema schema = Schema.of(layer);
        var instances = new Instances(schema, chance);
        for (Combinator each : schema.combinators()) {
            chance.check(3, () -> {
                TlObject object = instances.of(each, 0);
                assertThat(schema.read(schema.bytes(object))).isEqualTo(object);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void bytes_with_an_error_in_them_end_in_a_failure_and_nowhere_else(int layer) {
        Schema schema = Schema.of(layer);
        var instances = new Instances(schema, chance);
        List<Combinator> all = List.copyOf(schema.combinators());
        chance.check(2_000, () -> {
            byte[] bytes = schema.bytes(instances.of(chance.of(all), 0));
            bytes[chance.between(0, bytes.length - 1)] ^= (byte) (1 << chance.between(0, 7));
            try {
                schema.read(bytes);
            } catch (TlFailure expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        });
    }

    @Test
    void a_vector_that_claims_more_than_there_is_is_refused() {
        Schema schema = Schema.of(204);
        var out = new TlWriter();
        out.int32(schema.id("messages.chats"));
        out.vectorOf(Integer.MAX_VALUE);

        assertThatThrownBy(() -> schema.read(out.toByteArray()))
                .isInstanceOf(TlFailure.class)
                .hasMessageContaining("vector of 2147483647");
    }

    @Test
    void what_is_nested_without_end_is_refused() {
        Schema schema = Schema.of(204);
        var out = new TlWriter();
        for (int i = 0; i < 100_000; i++) {
            out.int32(schema.id("invokeWithoutUpdates"));
        }

        assertThatThrownBy(() -> schema.read(out.toByteArray()))
                .isInstanceOf(TlFailure.class)
                .hasMessageContaining("nested");
    }

    @Test
    void an_unknown_id_is_named() {
        assertThatThrownBy(() -> Schema.of(204).read(new byte[] {1, 2, 3, 4}))
                .isInstanceOf(TlFailure.UnknownConstructor.class)
                .hasMessageContaining("04030201");
    }

    @Test
    void an_object_of_another_type_is_refused_in_both_directions() {
        Schema schema = Schema.of(204);
        TlObject wrong = TlObject.of("updateShort", "update", TlObject.of("inputPeerSelf"), "date", 1);
        var out = new TlWriter();
        out.int32(schema.id("updateShort"));
        out.int32(schema.id("inputPeerSelf"));
        out.int32(1);

        assertThatThrownBy(() -> schema.bytes(wrong)).hasMessage("inputPeerSelf is not of type Update");
        assertThatThrownBy(() -> schema.read(out.toByteArray())).hasMessage("inputPeerSelf is not of type Update");
    }

    @Test
    void a_missing_field_is_empty() {
        Schema schema = Schema.of(204);

        TlObject state = schema.read(schema.bytes(TlObject.of("updates.state", "pts", 7)));
        TlObject chat = schema.read(schema.bytes(TlObject.of("channel", "id", 5L, "title", "a")));
        TlObject full = schema.read(schema.bytes(TlObject.of("userFull", "id", 5L)));

        assertThat(state)
                .isEqualTo(TlObject.of("updates.state", "pts", 7, "qts", 0, "date", 0, "seq", 0, "unread_count", 0));
        assertThat(chat.object("photo").name()).isEqualTo("chatPhotoEmpty");
        assertThat(full.object("notify_settings").name()).isEqualTo("peerNotifySettings");
        assertThat(full.has("about")).isFalse();
    }

    @Test
    void a_missing_object_of_a_type_without_an_empty_form_is_refused() {
        assertThatThrownBy(() -> Schema.of(204).bytes(TlObject.of("message", "id", 1)))
                .hasMessageContaining("message.peer_id is missing");
    }

    @Test
    void fields_that_share_a_flag_are_there_together() {
        Schema schema = Schema.of(204);
        TlObject message =
                TlObject.of("message", "id", 1, "views", 3).with("peer_id", TlObject.of("peerUser", "user_id", 9L));

        assertThat(schema.read(schema.bytes(message)).int32("forwards")).isZero();
    }

    @Test
    void a_field_that_the_layer_does_not_know_is_left_out() {
        TlObject user = TlObject.of("user", "id", 5L, "first_name", "Ada", "bot_forum_view", true)
                .with("send_paid_messages_stars", 12L);

        assertThat(in(223, user).flag("bot_forum_view")).isTrue();
        assertThat(in(204, user).has("bot_forum_view")).isFalse();
        assertThat(in(204, user).int64("send_paid_messages_stars")).isEqualTo(12);
        assertThat(in(198, user).has("send_paid_messages_stars")).isFalse();
        assertThat(in(198, user).text("first_name")).isEqualTo("Ada");
    }

    @Test
    void a_constructor_that_the_layer_does_not_have_is_refused() {
        TlObject topics = TlObject.of("updatePinnedForumTopics", "peer", TlObject.of("peerUser", "user_id", 1L));

        assertThat(Schema.of(223).bytes(topics)).isNotEmpty();
        assertThatThrownBy(() -> Schema.of(198).bytes(topics)).hasMessage("layer 198 has no updatePinnedForumTopics");
    }

    @Test
    void layers_differ_where_the_documents_say_so() {
        assertThat(Schema.of(198).id("user")).isEqualTo(0x4b46c37e);
        assertThat(Schema.of(201).id("user")).isEqualTo(0x020b1422);
        assertThat(Schema.of(204).id("user")).isEqualTo(0x020b1422);
        assertThat(Schema.of(223).id("user")).isEqualTo(0x31774388);
        assertThat(Schema.of(198).id("messages.sendMessage")).isEqualTo(0x983f9745);
        assertThat(Schema.of(201).id("channel")).isEqualTo(0x7482147e);
    }

    @Test
    void answers_have_the_type_of_their_function() {
        Schema schema = Schema.of(204);

        byte[] yes = schema.answer("account.updateStatus", true);
        byte[] users = schema.answer("users.getUsers", List.of(TlObject.of("userEmpty", "id", 1L)));

        assertThat(new TlReader(yes).bool()).isTrue();
        assertThat(schema.readAnswer("users.getUsers", users)).isEqualTo(List.of(TlObject.of("userEmpty", "id", 1L)));
        assertThatThrownBy(() -> schema.answer("updates.getState", true))
                .hasMessage("updates.getState cannot be a Boolean");
    }

    private static TlObject in(int layer, TlObject object) {
        Schema schema = Schema.of(layer);
        return schema.read(schema.bytes(object));
    }
}
