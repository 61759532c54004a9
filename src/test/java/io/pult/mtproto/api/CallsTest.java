package io.pult.mtproto.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.tl.Call;
import io.pult.mtproto.tl.Skip;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlSchema;
import io.pult.mtproto.tl.TlTree;
import io.pult.mtproto.tl.TlWriter;
import io.pult.support.Chance;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallsTest {
    private final Chance chance = new Chance();
    private final TlSchema current = TlSchema.layer(Layer.CURRENT);

    @Test
    void every_call_is_written_as_layer_204_has_it() throws Exception {
        List<Class<?>> calls = calls();
        assertThat(calls).hasSizeGreaterThan(55);
        for (Class<?> type : calls) {
            for (int i = 0; i < 20; i++) {
                Call<?> call = (Call<?>) ApiRecords.random(type, i % 5, chance);
                TlTree tree = readAll(ApiRecords.written(call));
                assertThat(tree.line().name()).isEqualTo(call.method());
                ApiRecords.assertSame(call, tree);
                assertThat(unasked(call, tree)).isSubsetOf(List.of(0, 0L, false, ""));
            }
        }
    }

    @Test
    void every_input_is_written_as_layer_204_has_it_and_can_be_skipped() throws Exception {
        List<Class<?>> inputs = ApiRecords.all().stream()
                .flatMap(type -> type.isRecord() ? Stream.of(type) : permitted(type))
                .filter(type -> !Call.class.isAssignableFrom(type))
                .filter(CallsTest::isWritten)
                .filter(type -> current.withId(idOf(type)) == null
                        || !current.withId(idOf(type)).function())
                .toList();
        assertThat(inputs).hasSizeGreaterThan(25);
        for (Class<?> type : inputs) {
            for (int i = 0; i < 20; i++) {
                Object input = ApiRecords.random(type, i % 4, chance);
                byte[] bytes = ApiRecords.written(input);
                ApiRecords.assertSame(input, readAll(bytes));
                var in = new TlReader(bytes);
                Skip.object(in);
                assertThat(in.remaining()).isZero();
            }
        }
    }

    @Test
    void a_call_that_must_not_happen_twice_says_so() throws Exception {
        Set<String> once = calls().stream()
                .map(type -> (Call<?>) made(type))
                .filter(call -> !call.repeatable())
                .map(Call::method)
                .collect(Collectors.toSet());
        assertThat(once)
                .containsExactlyInAnyOrder(
                        "auth.sendCode",
                        "auth.resendCode",
                        "auth.cancelCode",
                        "auth.signIn",
                        "auth.signUp",
                        "auth.checkPassword",
                        "auth.importLoginToken",
                        "auth.acceptLoginToken",
                        "auth.importAuthorization",
                        "auth.importBotAuthorization",
                        "auth.bindTempAuthKey");
    }

    @Test
    void a_look_at_counters_never_raises_them() throws Exception {
        byte[] bytes = ApiRecords.written(new GetMessagesViews(InputPeer.Self.INSTANCE, List.of(1, 2)));
        assertThat(readAll(bytes).get("increment")).isEqualTo(false);
        assertThat(GetMessagesViews.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .containsExactly("peer", "id");
    }

    @Test
    void vectors_and_bools_are_answers_too() {
        var out = new TlWriter();
        out.vectorOf(1);
        out.int32(current.named("userEmpty").id());
        out.int64(5);
        assertThat(new GetUsers(List.of()).read(new TlReader(out.toByteArray())))
                .isEqualTo(List.of(new User.Empty(5)));
        out.clear(64).bool(true);
        assertThat(new UpdateStatus(true).read(new TlReader(out.toByteArray()))).isTrue();
    }

    @Test
    void wrappers_leave_the_query_to_whoever_writes_it() {
        var out = new TlWriter();
        new InvokeWithLayer(Layer.CURRENT).write(out);
        new InitConnection(6, "device", "1", "2", "en", "ru").write(out);
        new GetConfig().write(out);
        var in = new TlReader(out.toByteArray());
        assertThat(in.int32()).isEqualTo(current.named("invokeWithLayer").id());
        assertThat(in.int32()).isEqualTo(204);
        assertThat(in.int32()).isEqualTo(current.named("initConnection").id());
        assertThat(List.of(in.int32(), in.int32())).containsExactly(0, 6);
        assertThat(List.of(in.string(), in.string(), in.string(), in.string(), in.string(), in.string()))
                .containsExactly("device", "1", "2", "en", "", "ru");
        assertThat(in.int32()).isEqualTo(current.named("help.getConfig").id());
        assertThat(in.remaining()).isZero();
    }

    @Test
    void what_is_secret_is_not_printed() throws Exception {
        for (Class<?> type : calls()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (Set.of("apiHash", "phoneCode", "phoneNumber", "phoneCodeHash", "password", "token", "botAuthToken")
                        .contains(component.getName())) {
                    assertThat(made(type)).hasToString(type.getSimpleName());
                }
            }
        }
        assertThat(new InputCheckPasswordSRP.Srp(1, new byte[1], new byte[1])).hasToString("Srp");
        assertThat(new AuthSentCode.PaymentRequired("store", "hash")).hasToString("PaymentRequired");
    }

    private TlTree readAll(byte[] bytes) {
        var in = new TlReader(bytes);
        TlTree tree = TlTree.read(current, in);
        assertThat(in.remaining()).as(tree.line().name()).isZero();
        return tree;
    }

    /** What is sent although no component asks for it. */
    private static List<Object> unasked(Object record, TlTree tree) {
        Set<String> asked = Arrays.stream(record.getClass().getRecordComponents())
                .flatMap(component -> ApiRecords.field(component, tree).stream())
                .map(TlSchema.Field::name)
                .collect(Collectors.toSet());
        return tree.values().entrySet().stream()
                .filter(each -> !asked.contains(each.getKey()))
                .filter(each -> !tree.line().fields().contains(new TlSchema.Field(each.getKey(), "#", "", 0)))
                .map(java.util.Map.Entry::getValue)
                .toList();
    }

    private static List<Class<?>> calls() throws Exception {
        return ApiRecords.all().stream().filter(Call.class::isAssignableFrom).toList();
    }

    private static Stream<Class<?>> permitted(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()) : Stream.of();
    }

    private static boolean isWritten(Class<?> type) {
        return Stream.of(type.getMethods()).anyMatch(method -> method.getName().equals("write"));
    }

    private int idOf(Class<?> type) {
        try {
            return new TlReader(ApiRecords.written(made(type))).int32();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private Object made(Class<?> type) {
        try {
            return ApiRecords.random(type, 0, chance);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
