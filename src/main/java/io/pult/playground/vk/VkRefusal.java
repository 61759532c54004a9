package io.pult.playground.vk;

/** Ends a call with an error of the API. It carries no stack trace: a refusal is an answer, not a fault of this program. */
final class VkRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient VkError error;

    VkRefusal(VkError error) {
        super(error.code() + " " + error.message(), null, false, false);
        this.error = error;
    }

    VkError error() {
        return error;
    }
}
