package io.pult.vk;

import io.pult.contract.vk.AccountLinkOps.Reason;

/** What a line that a person typed or pasted stands for: a link, a mention, an id or a name. Asks nobody. */
sealed interface VkLink {
    record User(long id) implements VkLink {}

    record Community(long id) implements VkLink {}

    record Application(long id) implements VkLink {}

    /**
     * Something that somebody has put up.
     *
     * @param type as in the link: {@code wall}, {@code photo}, {@code video} …
     * @param ownerId negative for a community
     */
    record Item(String type, long ownerId, long id) implements VkLink {}

    /**
     * A screen name; what it stands for only VK can tell.
     *
     * @param name in lower case, with the dots that VK passes over
     */
    record Name(String name) implements VkLink {
        /** Two names with the same key are the same page. */
        String key() {
            return key(name);
        }

        static String key(String name) {
            return name.replace(".", "");
        }
    }

    record Unusable(Reason reason) implements VkLink {}

    /** Throws nothing, whatever the text is; the work grows with its length and not faster. */
    static VkLink parse(String text) {
        return VkLinkReader.read(text);
    }
}
