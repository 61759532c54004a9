package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {
    @Test
    void every_command_tells_how_it_is_used_when_it_is_asked_for_help() {
        List<String> commands = below(App.commands(), "").toList();

        assertThat(commands).contains("run", "standin telegram");
        for (String command : commands) {
            var said = new StringWriter();
            CommandLine pult = App.commands().setOut(new PrintWriter(said));

            assertThat(pult.execute((command + " --help").split(" ")))
                    .as(command)
                    .isZero();

            assertThat(said.toString()).startsWith("Usage: pult " + command);
        }
    }

    private static Stream<String> below(CommandLine line, String path) {
        return line.getSubcommands().entrySet().stream()
                .flatMap(entry -> Stream.concat(
                        Stream.of(path + entry.getKey()), below(entry.getValue(), path + entry.getKey() + " ")));
    }
}
