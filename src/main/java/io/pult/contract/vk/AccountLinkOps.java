package io.pult.contract.vk;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pult.bus.Failure;
import io.pult.bus.Op;
import io.pult.contract.vk.SystemAccount.Kind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accounts that are added by links, mentions, ids and names, as people paste them. */
public final class AccountLinkOps {
    public static final int MAX_LINKS = 10_000;
    /** Characters of one link; a longer line is invalid and the others are not. */
    public static final int MAX_LINK = 500;

    public static final long MAX_ID = (1L << 53) - 1;

    public record AddByUrls(AddByUrls.Body body) {
        /**
         * @param urls one a line, 1 to 10,000
         * @param kind what the links stand for; absent: what each says, and for a name what VK says
         * @param dryRun nothing is added
         */
        public record Body(
                List<String> urls,
                @Nullable Kind kind,
                @Nullable Boolean dryRun) {
            public Body {
                if (urls == null || urls.isEmpty() || urls.size() > MAX_LINKS) {
                    throw Failure.unprocessable("links.count", "urls are 1 to " + MAX_LINKS + " lines");
                }
                for (String url : urls) {
                    if (url == null) {
                        throw Failure.unprocessable("links.null", "Each of urls is a text");
                    }
                }
                urls = List.copyOf(urls);
            }
        }
    }

    public enum Result {
        @JsonProperty("added")
        ADDED,
        /** There is such an account, or an earlier line of the same request stands for it. */
        @JsonProperty("exists")
        EXISTS,
        @JsonProperty("invalid")
        INVALID
    }

    /** Why a line is invalid. */
    public enum Reason {
        @JsonProperty("empty")
        EMPTY,
        @JsonProperty("too_long")
        TOO_LONG,
        /** A link to somewhere else. */
        @JsonProperty("not_vk")
        NOT_VK,
        /** A page of VK that is nobody's profile: a section, a post, a photo. */
        @JsonProperty("not_a_profile")
        NOT_A_PROFILE,
        /** Neither an id nor a name that VK could have given. */
        @JsonProperty("malformed")
        MALFORMED,
        /** It stands for something else than the kind that was asked for. */
        @JsonProperty("wrong_kind")
        WRONG_KIND,
        /** VK knows nobody of this name. */
        @JsonProperty("not_found")
        NOT_FOUND
    }

    /**
     * @param line from 1
     * @param url as it was given, cut to {@link #MAX_LINK} characters
     * @param account of an added line or of one that exists; absent in a dry run where it would have been added. Without
     *     {@code vk_user_id} it waits until VK can be asked whose the name is
     */
    public record Line(
            int line,
            String url,
            Result result,
            @Nullable Reason reason,
            @Nullable SystemAccount account) {}

    /** @param lines in the order of the request */
    public record Lines(List<Line> lines, int added, int exists, int invalid) {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Ids are added at once. Names are looked up at VK; where no token may do that now, the account is added all the same
     * and waits.
     */
    public static final Op<AddByUrls, Lines> ADD_BY_URLS =
            Op.of("vk.addSystemAccountsByUrls", AddByUrls.class, Lines.class).within(Duration.ofSeconds(25));

    private AccountLinkOps() {}
}
