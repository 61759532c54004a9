package tl.generator;

/** A function as a record that can be called. */
final class CallWriter {
    private final Model model;
    private final WriteMethod writing;

    CallWriter(Model model) {
        this.model = model;
        writing = new WriteMethod(model);
    }

    String text(Kept kept) {
        Combinator line = model.current(kept);
        String name = Names.function(kept);
        String implemented = "";
        var members = new Members();
        if (line.isWrapper()) {
            members.add("/** The id and the fields; the query has to follow. */\n" + writing.text(kept));
        } else {
            String result = Names.boxed(line.result());
            implemented = " implements Call<%s>".formatted(result);
            members.override("String method()", "\"%s\"".formatted(kept.name()));
            members.override("boolean repeatable()", String.valueOf(!kept.once()));
            members.override(writing.text(kept));
            members.override(result + " read(TlReader in)", ReadMethods.value(line.result()));
        }
        members.hideSecrets(kept, name);
        return """
                /** {@code %s}: core.telegram.org/method/%s. */
                @Generated("TlGenerator")
                public record %s(%s)%s {
                %s}
                """.formatted(
                kept.name(), kept.name(), name, Component.list(model.components(kept)), implemented, members.text());
    }
}
