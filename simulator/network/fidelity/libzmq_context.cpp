#include "simulator/network/fidelity/libzmq_context.hpp"

#include <zmq.h>

#include "reference/core/ensure.hpp"

namespace drydock::simulator::fidelity {

LibzmqContext::LibzmqContext() : context_(zmq_ctx_new()) {
  for (void*& end : ends_) end = zmq_socket(context_, ZMQ_PAIR);
  ENSURE(zmq_bind(ends_[0], endpoint("echo").c_str()) == 0);
  ENSURE(zmq_connect(ends_[1], endpoint("echo").c_str()) == 0);
  echo();
}

LibzmqContext::~LibzmqContext() {
  for (void* const end : ends_) zmq_close(end);
  zmq_ctx_term(context_);
}

void LibzmqContext::echo() {
  if (meanwhile) meanwhile();
  for (int const from : {1, 0}) {
    char byte = 0;
    ENSURE(zmq_send(ends_[static_cast<std::size_t>(from)], &byte, 1, 0) == 1);
    ENSURE(zmq_recv(ends_[static_cast<std::size_t>(1 - from)], &byte, 1, 0) == 1);
  }
}

}  // namespace drydock::simulator::fidelity
