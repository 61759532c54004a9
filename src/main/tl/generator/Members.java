package tl.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The members of a record, in the order in which they are added. */
final class Members {
    private final List<String> texts = new ArrayList<>();

    void add(String text) {
        texts.add(text);
    }

    void override(String text) {
        texts.add("@Override\n" + text);
    }

    void override(String method, String value) {
        override("""
                public %s {
                    return %s;
                }
                """.formatted(method, value));
    }

    void hideSecrets(Kept kept, String name) {
        if (!kept.secrets().isEmpty()) {
            texts.add("""
                    /** Without its values: some are secret. */
                    @Override
                    public String toString() {
                        return "%s";
                    }
                    """.formatted(name));
        }
    }

    String text() {
        return texts.stream().map(Members::indent).collect(Collectors.joining("\n"));
    }

    static String indent(String text) {
        return text.lines()
                .map(line -> line.isEmpty() ? line : "    " + line)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
