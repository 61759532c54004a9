package io.pult.mtproto.tl;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.tl.TlSchema.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Whoever writes an id by hand can slip; all that stand in the code are compared with the schema. */
class IdsTest {
    private static final Pattern ID = Pattern.compile("\\b0x([0-9a-f]{8})\\b");
    private static final Pattern CONSTANT = Pattern.compile("int ([A-Z_0-9]+) = 0x([0-9a-f_]{8,9});");

    /** Of the message layer, but not of the package that the schema comes from. */
    private static final Map<String, String> BASICS = Map.of(
            "rpc_result", "rpc_result req_msg_id:long result:Object = RpcResult",
            "gzip_packed", "gzip_packed packed_data:string = Object",
            "msg_copy", "msg_copy orig_message:Message = MessageCopy",
            "bool_true", "boolTrue = Bool",
            "bool_false", "boolFalse = Bool",
            "vector", "vector t:Type # [ t ] = Vector t");

    @Test
    void every_id_in_the_generated_code_is_one_of_the_schema() throws IOException {
        Set<Integer> known = TlSchema.LAYERS.stream()
                .flatMap(layer -> TlSchema.layer(layer).lines())
                .map(Line::id)
                .collect(Collectors.toSet());
        List<Integer> written = sources("target/generated-sources/tl")
                .flatMap(text -> ID.matcher(text).results())
                .map(match -> Integer.parseUnsignedInt(match.group(1), 16))
                .toList();
        assertThat(written).hasSizeGreaterThan(300).isSubsetOf(known);
    }

    @Test
    void every_id_that_is_written_by_hand_is_that_of_its_name() throws IOException {
        Map<String, Integer> byName = new HashMap<>();
        Stream.concat(TlSchema.service().lines(), TlSchema.layer(204).lines())
                .forEach(line ->
                        byName.put(plain(line.name().substring(line.name().indexOf('.') + 1)), line.id()));
        BASICS.forEach((name, line) -> byName.put(plain(name), crc32(line)));
        byName.put("msgcontainer", 0x73f1f8dc); // made by hand, on the server, too
        Map<Integer, String> byId = new HashMap<>();
        byName.forEach((name, id) -> byId.put(id, name));

        List<MatchResult> constants = Stream.of(
                        "src/main/java/io/pult/mtproto", "src/main/java/io/pult/playground/telegram")
                .flatMap(IdsTest::sources)
                .flatMap(text -> CONSTANT.matcher(text).results())
                .toList();
        assertThat(constants).isNotEmpty();
        for (MatchResult constant : constants) {
            String name = plain(constant.group(1));
            int id = Integer.parseUnsignedInt(constant.group(2).replace("_", ""), 16);
            if (byId.containsKey(id)) {
                // OK of destroy_auth_key_ok: the class around it says the rest.
                assertThat(byId.get(id)).as("the name of %s", constant.group()).endsWith(name);
            } else {
                assertThat(byName).as("the id of %s", constant.group()).doesNotContainKey(name);
            }
        }
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static int crc32(String line) {
        var crc = new CRC32();
        crc.update(line.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    private static Stream<String> sources(String folder) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".java")).map(IdsTest::text).toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
