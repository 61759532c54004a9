package io.pult.playground.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.tl.TlWriter;
import io.pult.playground.telegram.schema.Schema;
import io.pult.playground.telegram.schema.TlObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrappersTest {
    private static final Schema LAYER = Schema.of(204);

    private final Scene scene = new Scene();

    @Test
    void a_call_before_any_introduction_is_refused() {
        assertThat(error(LAYER.bytes(TlObject.of("help.getConfig")))).isEqualTo("400 CONNECTION_NOT_INITED");
    }

    @Test
    void a_layer_without_an_app_is_half_an_introduction() {
        TlObject half = TlObject.of("invokeWithLayer", "layer", 204, "query", TlObject.of("help.getConfig"));

        assertThat(error(LAYER.bytes(half))).isEqualTo("400 CONNECTION_NOT_INITED");
    }

    @Test
    void a_layer_that_nobody_knows_is_refused() {
        assertThat(error(LAYER.bytes(Device.introduction(7, TlObject.of("help.getConfig")))))
                .isEqualTo("400 CONNECTION_LAYER_INVALID");
    }

    @Test
    void an_unknown_function_and_a_torn_one_are_told_apart() {
        Device device = scene.device(204);
        device.ask("help.getConfig");
        byte[] torn = LAYER.bytes(TlObject.of("account.checkUsername", "username", "somebody"));

        assertThat(error(device, new byte[] {1, 0, 0, 0})).isEqualTo("400 INPUT_METHOD_INVALID_1_0");
        assertThat(error(device, new byte[] {1, 0})).isEqualTo("400 INPUT_FETCH_ERROR");
        device.signIn(scene.world, scene.ada);
        assertThat(error(device, Arrays.copyOf(torn, torn.length - 4))).isEqualTo("400 INPUT_FETCH_ERROR");
        assertThat(error(device, Arrays.copyOf(torn, torn.length + 4))).isEqualTo("400 INPUT_FETCH_ERROR");
    }

    @Test
    void wrappers_without_end_are_refused() {
        var out = new TlWriter();
        for (int i = 0; i < 1_000; i++) {
            out.int32(LAYER.id("invokeWithoutUpdates"));
        }

        assertThat(error(out.toByteArray())).isEqualTo("400 INPUT_FETCH_ERROR");
    }

    @Test
    void a_function_that_the_stand_in_does_not_have_says_so() {
        assertThat(error(LAYER.bytes(Device.introduction(204, TlObject.of("help.getSupport")))))
                .isEqualTo("500 NOT_IMPLEMENTED");
    }

    @Test
    void proxy_and_parameters_of_the_introduction_are_read_over() {
        TlObject init = TlObject.of("initConnection")
                .with("api_id", 4)
                .with("proxy", TlObject.of("inputClientProxy", "address", "127.0.0.1", "port", 1))
                .with("params", TlObject.of("jsonObject", "value", List.of()))
                .with("query", TlObject.of("help.getNearestDc"));
        TlObject after = TlObject.of("invokeAfterMsg", "msg_id", 5L, "query", init);
        TlObject call = TlObject.of("invokeWithLayer", "layer", 204, "query", after);

        Device.Answer answer = scene.device(204).send(LAYER.bytes(call));

        assertThat(LAYER.readAnswer("help.getNearestDc", Objects.requireNonNull(answer.result)))
                .isEqualTo(TlObject.of("nearestDc", "country", "NL", "this_dc", 2, "nearest_dc", 2));
    }

    @Test
    void a_session_that_wants_no_updates_gets_none() {
        Device quiet = scene.device(204);
        quiet.signIn(scene.world, scene.ada);
        TlObject state = TlObject.of("invokeWithoutUpdates", "query", TlObject.of("updates.getState"));
        quiet.send(LAYER.bytes(Device.introduction(204, state)));

        scene.world.tell(scene.bob, scene.ada, "hello");

        assertThat(quiet.pushed()).isEmpty();
    }

    @Test
    void the_config_names_both_data_centres() {
        scene.world.listens(Map.of(1, 4_001, 2, 4_002));

        List<TlObject> addresses = scene.device(204).ask("help.getConfig").objects("dc_options");

        assertThat(addresses).extracting(each -> each.int32("id")).containsExactly(1, 2);
        assertThat(addresses).extracting(each -> each.int32("port")).containsExactly(4_001, 4_002);
        assertThat(addresses).extracting(each -> each.text("ip_address")).containsOnly("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {198, 201, 204, 223})
    void the_same_calls_are_answered_in_the_layer_that_the_client_announced(int layer) {
        Channel channel = scene.world.add(ChannelSpec.channel("News", "news"), scene.bob);
        scene.world.admit(channel, scene.ada);
        Device device = scene.signedIn(scene.ada, layer);
        scene.world.post(channel, "first");
        TlObject news = device.pushed().get(0).objects("updates").get(0);

        TlObject history =
                device.ask("messages.getHistory", "peer", scene.channelSeenBy(scene.ada, channel), "limit", 10);
        TlObject self = (TlObject)
                ((List<?>) device.call(TlObject.of("users.getUsers", "id", List.of(TlObject.of("inputUserSelf")))))
                        .get(0);
        TlObject full = device.ask("channels.getFullChannel", "channel", scene.inputChannel(scene.ada, channel));
        TlObject sent = device.ask(
                "messages.sendMessage",
                "peer",
                scene.userSeenBy(scene.ada, scene.bob),
                "message",
                "hi",
                "random_id",
                5L);

        assertThat(news.object("message").text("message")).isEqualTo("first");
        assertThat(history.objects("messages").get(0).text("message")).isEqualTo("first");
        assertThat(self.text("first_name")).isEqualTo("Ada");
        assertThat(full.object("full_chat").int64("id")).isEqualTo(channel.id());
        assertThat(sent.name()).isEqualTo("updateShortSentMessage");
    }

    @Test
    void a_key_that_announces_another_layer_is_answered_in_it_from_then_on() {
        Device device = scene.signedIn(scene.ada, 204);
        TlObject call = TlObject.of("users.getUsers", "id", List.of(TlObject.of("inputUserSelf")));

        byte[] before = Objects.requireNonNull(device.send(LAYER.bytes(call)).result);
        byte[] after = Objects.requireNonNull(device.send(Schema.of(223).bytes(Device.introduction(223, call))).result);

        LAYER.readAnswer("users.getUsers", before);
        assertThat(Schema.of(223).readAnswer("users.getUsers", after)).isInstanceOf(List.class);
    }

    private String error(byte[] query) {
        return error(scene.device(204), query);
    }

    private static String error(Device device, byte[] query) {
        Device.Refused error = device.send(query).error;
        return error == null ? "no error" : String.valueOf(error.getMessage());
    }
}
