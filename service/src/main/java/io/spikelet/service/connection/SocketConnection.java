package io.spikelet.service.connection;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Asks the operating system whether the client is still there, without reading: bytes that wait may
 * be the rest of a body or the next request of the connection, and are not ours to take.
 *
 * <p>A socket that can be read although no byte waits is at its end: the client has closed its side
 * or was cut off. One that closes only its sending half and goes on waiting counts as gone too, as
 * with other servers; no client is known to do that. Where the connection is encrypted, the end of
 * the encryption itself waits as bytes, and nobody is seen to leave.
 */
final class SocketConnection implements ClientConnection {
  /**
   * Shared by all connections: a selector is two file descriptors, a look is a few microseconds.
   */
  private static final Selector LOOK = open();

  private volatile @Nullable SocketWrapperBase<?> socket;

  /** From now on this is the connection of another socket, or of none. */
  void attach(@Nullable SocketWrapperBase<?> current) {
    socket = current;
  }

  // The very object: Tomcat makes one for each socket.
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(SocketWrapperBase<?> other) {
    return socket == other;
  }

  @Override
  public boolean closed() {
    SocketWrapperBase<?> current = socket;
    if (current == null || !(current.getSocket() instanceof NioChannel channel)) {
      return false;
    }
    try {
      return atItsEnd(channel.getIOChannel());
    } catch (IOException | ClosedSelectorException e) {
      return true;
    }
  }

  /** Visible for tests. */
  static boolean atItsEnd(SocketChannel channel) throws IOException {
    if (!channel.isOpen()) {
      return true;
    }
    // In this order: bytes that come in between must not look like none.
    return readable(channel) && channel.socket().getInputStream().available() == 0;
  }

  private static boolean readable(SocketChannel channel) throws IOException {
    synchronized (LOOK) {
      SelectionKey key = channel.register(LOOK, SelectionKey.OP_READ);
      try {
        LOOK.selectNow();
        return key.isValid() && key.isReadable();
      } finally {
        key.cancel();
        LOOK.selectedKeys().clear();
        LOOK.selectNow();
      }
    }
  }

  private static Selector open() {
    try {
      return Selector.open();
    } catch (IOException e) {
      throw new IllegalStateException("the system gives no selector", e);
    }
  }
}
