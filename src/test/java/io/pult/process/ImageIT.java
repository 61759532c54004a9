package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be known of the image without a container engine: its commands run in a folder that is laid out like it. */
class ImageIT {
    @TempDir
    Path folder;

    private String dockerfile;
    private Path app;
    private Path play;

    @BeforeEach
    void readDockerfile() throws Exception {
        dockerfile = Files.readString(Path.of("Dockerfile"));
        app = folder.resolve("pult");
        play = folder.resolve("play");
    }

    @Test
    void every_file_that_is_copied_exists_and_reaches_the_build() throws Exception {
        List<String> let = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        for (String source : copied()) {
            assertThat(Path.of(source)).exists();
            assertThat(let).as(source).anyMatch(prefix -> (source + "/").startsWith(prefix + "/"));
        }
        assertThat(copied()).contains("pom.xml", "src/main", "src/main/docker/train");
    }

    /** Of the folder that is built, not of another stage; without the last word, which is the place. */
    private List<String> copied() {
        var sources = new ArrayList<String>();
        dockerfile
                .lines()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .map(line -> line.replaceAll("--\\S+ ", "").split(" +"))
                .forEach(words -> sources.addAll(Arrays.asList(words).subList(1, words.length - 1)));
        return sources;
    }

    @Test
    void it_runs_as_nobody_in_particular_and_stops_by_the_signal_that_drains() {
        String last = dockerfile.substring(dockerfile.lastIndexOf("\nFROM "));
        assertThat(last).contains("\nUSER 10001\n").contains("\nSTOPSIGNAL SIGTERM\n");
        assertThat(last.indexOf("USER 10001")).isLessThan(last.indexOf("ENTRYPOINT"));
    }

    /** Without stores to train on, which is the case that must not break a build. */
    @Test
    void the_entry_command_becomes_ready_answers_the_health_check_and_drains() throws Exception {
        layOut(false);
        train();
        assertThat(app.resolve("pult.jsa")).isNotEmptyFile();
        int management = FreePort.any();
        try (var ground = new Surroundings(folder);
                Home home = ground.home(app)) {
            var variables = Map.of("PULT_MANAGEMENT_PORT", "" + management, "PULT_LOG_FORMAT", "json");
            assertThat(healthy(variables)).isFalse();

            PultProcess node = home.startCommand(variables, entry());
            node.ready();

            assertThat(healthy(variables)).isTrue();
            assertThat(node.signal("TERM").exitCode()).isEqualTo(143);
            assertThat(node.output()).contains("\"message\":\"stopped\"").doesNotContain("[warning]");
            assertThat(healthy(variables)).isFalse();
        }
    }

    /** In `make check`: it starts stores and a node once more, and writes an archive of both, for a faster start alone. */
    @Test
    @Tag("check")
    void the_archive_is_made_of_a_real_node_and_the_entry_command_uses_it() throws Exception {
        layOut(true);
        train();
        var command = new ArrayList<>(entry().subList(0, entry().indexOf("-jar")));
        command.add("-Xlog:class+load");
        command.addAll(List.of("-jar", "pult.jar", "version"));
        try (Home home = new Home(app)) {
            PultProcess version = home.startCommand(Map.of(), command);
            assertThat(version.exitCode()).isZero();
            assertThat(version.output()).containsPattern("io\\.pult\\.App source: shared objects file \\(top\\)");
        }
        assertThat(app.resolve("pult.jsa"))
                .as("as large as only the classes of a whole node make it")
                .satisfies(archive -> assertThat(Files.size(archive)).isGreaterThan(40_000_000));
    }

    private void layOut(boolean withStores) throws Exception {
        run("mkdir", "-p", app.toString());
        run("cp", "-a", "target/pult.jar", "target/lib", app.toString());
        run("cp", "-a", app.toString(), play.toString());
        run("rm", "-r", app.resolve("lib/play").toString());
        if (!withStores) {
            run("rm", "-r", play.resolve("lib/play").toString());
        }
    }

    private void train() throws Exception {
        run("bash", "src/main/docker/train", app.toString(), play.toString());
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).as(command[0]).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }

    private List<String> entry() {
        var command = words("ENTRYPOINT");
        command.addAll(words("CMD"));
        return command;
    }

    private boolean healthy(Map<String, String> variables) throws Exception {
        var builder = new ProcessBuilder(words(" {2}CMD"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(variables);
        Process check = builder.start();
        assertThat(check.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return check.exitValue() == 0;
    }

    /** The instruction in its exec form. */
    private List<String> words(String instruction) {
        var match = Pattern.compile("^" + instruction + " (\\[.*])$", Pattern.MULTILINE)
                .matcher(dockerfile);
        assertThat(match.find()).as(instruction).isTrue();
        return new ArrayList<>(
                new JsonArray(match.group(1)).stream().map(String.class::cast).toList());
    }

    @Test
    void cluster_xml_is_well_formed_and_names_no_address_of_its_own() throws Exception {
        var xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("cluster.xml").toFile());
        var members = xml.getElementsByTagName("members");
        assertThat(members.getLength()).isEqualTo(1);
        assertThat(members.item(0).getTextContent()).isEqualTo("${pult.cluster.members}");
    }
}
