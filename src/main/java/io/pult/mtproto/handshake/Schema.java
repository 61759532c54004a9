package io.pult.mtproto.handshake;

import java.util.List;

/** The constructors of the exchange (core.telegram.org/schema/mtproto). */
final class Schema {
    static final int REQ_PQ_MULTI = 0xbe7e8ef1;
    static final int RES_PQ = 0x05162463;
    static final int PQ_INNER_DATA_DC = 0xa9f55f95;
    static final int REQ_DH_PARAMS = 0xd712e4be;
    static final int SERVER_DH_PARAMS_OK = 0xd0e8075c;
    static final int SERVER_DH_PARAMS_FAIL = 0x79cb045d;
    static final int SERVER_DH_INNER_DATA = 0xb5890dba;
    static final int CLIENT_DH_INNER_DATA = 0x6643b654;
    static final int SET_CLIENT_DH_PARAMS = 0xf5045f1f;

    /** dh_gen_ok, dh_gen_retry, dh_gen_fail: their places are the numbers in new_nonce_hash. */
    static final List<Integer> DH_GEN = List.of(0x3bcbf734, 0x46dc1fb9, 0xa69dae02);

    private Schema() {}
}
