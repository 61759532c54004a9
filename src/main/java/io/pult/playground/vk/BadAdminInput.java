package io.pult.playground.vk;

/** What an operator of the stand-in sent cannot be used; answered with 400. */
final class BadAdminInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /** {@code problem} continues a sentence that begins with the field's name. */
    BadAdminInput(String field, String problem) {
        super(field + " " + problem, null, false, false);
        this.field = field;
    }

    String field() {
        return field;
    }
}
