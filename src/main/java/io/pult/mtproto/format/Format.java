package io.pult.mtproto.format;

/** Whose session string. */
public enum Format {
    /** Pyrogram since 2.0 and its successors such as Kurigram; needs an api_id and a user. */
    PYROGRAM("Pyrogram"),
    /** Pyrogram 1.3 and 1.4: without api_id. */
    PYROGRAM_64("Pyrogram 1"),
    /** Pyrogram before 1.3: a user's id has 32 bits. */
    PYROGRAM_32("Pyrogram 1, short ids"),
    /** Telethon 1; needs an address, which is an IP, and knows no user. */
    TELETHON("Telethon"),
    /** GramJS; needs an address and knows no user. */
    GRAMJS("GramJS"),
    /** mtcute, the third version of its string; needs an address. */
    MTCUTE("mtcute");

    private final String text;

    Format(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
