package io.nwfilter.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;

/**
 * Replaces a file as a whole: whoever reads it, even after a crash, finds the old or the new one,
 * never a part. Owner, group and permissions are those of the old one; where they cannot be kept,
 * nothing is replaced. Not kept are hard links, access control lists and extended attributes.
 */
final class FileReplacement {

  private final Path target;

  private FileReplacement(Path target) {
    this.target = target;
  }

  /**
   * {@return the replacement of a file, or of the one that a link leads to now}
   *
   * @param file the file; if it is not there, whoever reads it will say so
   * @throws IOException if it is not a regular file
   */
  static FileReplacement of(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new FileReplacement(file);
    }
    if (!Files.isRegularFile(file)) {
      throw refused(file, "it is not a regular file");
    }
    return new FileReplacement(file.toRealPath());
  }

  /**
   * Replaces what the file holds.
   *
   * @param before what it held when it was read
   * @param after what it is to hold
   * @throws IOException if it was changed since then, or cannot be replaced; it stays as it is
   */
  void replace(byte[] before, byte[] after) throws IOException {
    // not a name that a loader of documents looks for, should the process be killed
    Path fresh = Files.createTempFile(target.getParent(), ".nwfilter", ".tmp");
    try {
      write(fresh, after);
      if (!Arrays.equals(Files.readAllBytes(target), before)) {
        throw refused(target, "something else has changed it in the meantime");
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private void write(Path fresh, byte[] bytes) throws IOException {
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(bytes);
      copyOwnerAndMode(fresh);
      out.getFD().sync(); // a rename may reach the disk before what the file holds
    }
  }

  private void copyOwnerAndMode(Path fresh) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (view == null) {
      return; // this file system has neither
    }
    PosixFileAttributes old = Files.readAttributes(target, PosixFileAttributes.class);
    PosixFileAttributes own = view.readAttributes();
    try {
      if (!own.owner().equals(old.owner())) {
        view.setOwner(old.owner());
      }
      if (!own.group().equals(old.group())) {
        view.setGroup(old.group());
      }
    } catch (FileSystemException e) {
      throw refused(target, "its owner and group cannot be kept: " + e.getReason());
    }
    view.setPermissions(old.permissions());
  }

  private static FileSystemException refused(Path file, String reason) {
    return new FileSystemException(file.toString(), null, reason);
  }
}
