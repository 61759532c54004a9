package io.pult.contract.jobs;

import io.pult.bus.Op;
import java.util.UUID;

/**
 * The wish to see the picture of an inbox item, handed to the concern that asked: it alone knows whom it may ask for it, and
 * how.
 *
 * @param address of the picture, as the concern put it into the item's details
 */
public record InboxPicture(UUID item, String kind, String address) {

    /** @param data Base64 */
    public record Picture(String contentType, String data) {
        @Override
        public String toString() {
            return "Picture[" + contentType + "]";
        }
    }

    /**
     * {@code ~<concern>.getInboxPicture}; fails with NOT_FOUND {@code inbox.no_picture}, and with UPSTREAM or TIMEOUT when whoever
     * keeps it does not give it.
     */
    public static Op<InboxPicture, Picture> of(String concern) {
        return Op.of("~" + concern + ".getInboxPicture", InboxPicture.class, Picture.class)
                .asIdempotent();
    }
}
