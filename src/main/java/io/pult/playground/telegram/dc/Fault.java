package io.pult.playground.telegram.dc;

/** What can be ordered to go wrong. The value of an order means what is said here; without a meaning it is 0. */
public enum Fault {
    // A frame arrived and was not looked at yet.
    /** Answers the frame with the error packet {@code value} (-404, -429, -444, …) and closes. */
    REFUSE(Moment.READ),
    /** Half-open: reads nothing any more from this connection and writes nothing. No longer counts as living. */
    STOP_READING(Moment.READ),
    /** Half-open as a lost route looks: takes everything and answers nothing on this connection. */
    FALL_SILENT(Moment.READ),
    /** Resets the connection. */
    RESET(Moment.READ),

    // A step of the key exchange is answered.
    WRONG_NONCE(Moment.RES_PQ),
    UNKNOWN_FINGERPRINT(Moment.RES_PQ),
    /** resPQ is not answered. */
    SILENCE(Moment.RES_PQ),
    /** Resets the connection instead of offering DH parameters. */
    RESET_IN_EXCHANGE(Moment.DH_PARAMS),
    WRONG_SHA1(Moment.DH_PARAMS),
    WRONG_INNER_NONCE(Moment.DH_PARAMS),
    G_A_ONE(Moment.DH_PARAMS),
    /** g_a just below 2^1984. */
    G_A_OUTSIDE(Moment.DH_PARAMS),
    /** A safe prime of 2,048 bits with its generator, but not the well-known one: to be accepted after a look at it. */
    UNKNOWN_PRIME(Moment.DH_PARAMS),
    /** 2,048 bits that are no prime. */
    COMPOSITE_PRIME(Moment.DH_PARAMS),
    /** dh_gen_retry; ordered twice, the third answer is dh_gen_ok. */
    DH_GEN_RETRY(Moment.DH_GEN),
    DH_GEN_FAIL(Moment.DH_GEN),
    WRONG_NEW_NONCE_HASH(Moment.DH_GEN),

    // A call was executed and is answered.
    /** The answer is lost; it comes again like everything that is not acknowledged. */
    DROP_ANSWER(Moment.ANSWER),
    ANSWER_TWICE(Moment.ANSWER),
    /** The result has a constructor that no layer knows. */
    UNKNOWN_CONSTRUCTOR(Moment.ANSWER),
    /** After its constructor the result has a string that is longer than the message. */
    TRUNCATED_STRING(Moment.ANSWER),
    /** The result is a Vector of 2^31 - 1 elements, none of which is there. */
    OVERSIZED_VECTOR(Moment.ANSWER),
    /** The result is {@code value} MiB (64 when 0) of zeros in gzip_packed. */
    ZIP_BOMB(Moment.ANSWER),
    /** The answer has a msg_id {@code value} seconds (3,600 when 0) ahead. */
    FUTURE_ID(Moment.ANSWER),

    // A packet is written.
    WRONG_SESSION(Moment.PACKET),

    // A frame is written.
    WRONG_MSG_KEY(Moment.WRITE),
    /** The same bytes once more. */
    REPLAY(Moment.WRITE),
    /** Random bytes in its place. */
    GARBAGE(Moment.WRITE),
    /** A quick-ack that nobody asked for goes first. */
    QUICK_ACK(Moment.WRITE),
    /** Written in pieces of {@code value} bytes (1 when 0), one a millisecond. */
    SPLIT(Moment.WRITE),
    /** A byte each {@code value} milliseconds (10 when 0). */
    SLOW(Moment.WRITE),
    /** Kept back until {@code value} frames (2 when 0) or 50 ms are there, then written at once. */
    COALESCE(Moment.WRITE),
    /** Half of the frame, then a reset. */
    RESET_IN_FRAME(Moment.WRITE),
    /** {@code value} bytes of this frame and of the following ones, then the end. */
    CLOSE_AFTER(Moment.WRITE),

    // Standing.
    /** msgs_state_req is not answered. */
    IGNORE_STATE_REQUESTS(Moment.STATE_REQUEST),
    /** msgs_ack with an odd seqno passes, against the documents: mtcute sends it so. */
    ODD_ACK_PASSES(Moment.ODD_ACK);

    enum Moment {
        READ,
        RES_PQ,
        DH_PARAMS,
        DH_GEN,
        ANSWER,
        PACKET,
        WRITE,
        STATE_REQUEST,
        ODD_ACK
    }

    final Moment moment;

    Fault(Moment moment) {
        this.moment = moment;
    }
}
