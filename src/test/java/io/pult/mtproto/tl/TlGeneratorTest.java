package io.pult.mtproto.tl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a schema of five lines, {@code src/test/resources/tl/schema.txt}. */
class TlGeneratorTest {
    /** Where the build compiles it before it runs it. */
    private static final Path GENERATOR = Path.of("target", "tl-generator");

    private static final String MAIN = "tl.generator.TlGenerator";
    private static final Path TINY = Path.of("src", "test", "resources", "tl");

    @TempDir
    private Path folder;

    @Test
    void a_tiny_schema_becomes_the_records_that_are_written_down_here() throws Exception {
        Path output = folder.resolve("output");
        Process generator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        GENERATOR.toString(),
                        MAIN,
                        TINY.toString(),
                        folder.resolve("sources").toString(),
                        folder.resolve("resources").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(generator.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(generator.exitValue()).as(Files.readString(output)).isZero();

        Path api = folder.resolve("sources/io/pult/mtproto/api");
        try (Stream<Path> files = Files.list(api)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "Lamp.java",
                            "ShopBulb.java",
                            "Switch.java",
                            "Rated.java",
                            "Layer.java",
                            "package-info.java");
        }
        for (String name : new String[] {"Lamp", "ShopBulb", "Switch"}) {
            assertThat(api.resolve(name + ".java")).hasSameTextualContentAs(TINY.resolve(name + ".java.txt"));
        }
        assertThat(api.resolve("Layer.java")).content().contains("List.of(204, 223)");
        // Five constructors and their operations: see SkipTable in the generator.
        assertThat(folder.resolve("resources/io/pult/mtproto/tl/skip.bin")).hasSize(4 + 4 + 5 * 4 + 5 * 2 + 19 * 2);
    }

    @Test
    void what_has_not_changed_is_not_written_again_and_what_is_not_made_any_more_is_gone() throws Exception {
        generate(line -> line);
        Path lamp = folder.resolve("sources/io/pult/mtproto/api/Lamp.java");
        Path stale = Files.writeString(lamp.resolveSibling("Stale.java"), "class Stale {}");
        FileTime before = FileTime.fromMillis(1_000);
        Files.setLastModifiedTime(lamp, before);
        generate(line -> line);
        assertThat(Files.getLastModifiedTime(lamp)).isEqualTo(before);
        assertThat(stale).doesNotExist();
    }

    @Test
    void an_id_that_is_not_the_number_of_its_line_is_refused() {
        refused("lampOn: the id should be 62a9fa13", line -> line.replace("lampOn#62a9fa13", "lampOn#62a9fa14"));
        refused("lampOn: the id should be", line -> line.replace("hours:long label", "hours:int label"));
    }

    @Test
    void what_no_layer_has_cannot_be_kept() {
        refused("no layer has lampOf", line -> line.replace("lampOff", "lampOf").replace("lampOf#", "lampOff#"));
        refused("lampOn has no [rooms]", line -> line.replace("dim room", "dim rooms"));
        refused("keep.txt: lampOff!", line -> line.equals("lampOff") ? "lampOff!" : line);
        refused("lampOff is there twice", line -> line.startsWith("shop.bulb:") ? "lampOff" : line);
    }

    @Test
    void what_must_be_sent_cannot_be_left_out() {
        refused("cannot be written without beep", line -> line.replace(" beep=false", ""));
        refused(
                "spare cannot be a constant",
                line -> line.startsWith("shop.bulb:") ? "" : line.replace("beep=false spare", "beep=false spare=1"));
    }

    @Test
    void what_nobody_says_or_answers_is_not_kept_for_nothing() {
        refused("no constructor of shop.Bulb is kept", line -> line.startsWith("shop.bulb:") ? "" : line);
        refused("no kept function says or answers lampOff", line -> line.startsWith("lamps.") ? "" : line);
    }

    @Test
    void two_things_cannot_have_one_name() {
        refused("two things are called Lamp", line -> line.replace("as Switch", "as Lamp"));
    }

    @Test
    void what_contains_itself_is_not_read_into_records_which_would_have_no_end() {
        refused("Lamp contains itself", line -> line.replace("room label", "room label shade"));
    }

    private void refused(String why, java.util.function.UnaryOperator<String> change) {
        assertThatThrownBy(() -> generate(change)).hasMessageContaining(why);
    }

    private void generate(java.util.function.UnaryOperator<String> change) throws Exception {
        Path inputs = Files.createDirectories(folder.resolve("inputs"));
        for (String name : new String[] {"schema.txt", "keep.txt"}) {
            Files.write(
                    inputs.resolve(name),
                    Files.readAllLines(TINY.resolve(name)).stream().map(change).toList());
        }
        try (var classes =
                new URLClassLoader(new URL[] {GENERATOR.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            classes.loadClass(MAIN).getMethod("main", String[].class).invoke(null, (Object)
                    Stream.of("inputs", "sources", "resources")
                            .map(each -> folder.resolve(each).toString())
                            .toArray(String[]::new));
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
