/** The part of the script for POSIX sh that is the same for every patch. */

const head = `# Applies the replay of a VHDX log to the image that it was made of, or takes it back. Made by VHDX Inspector.
#
#   sh SCRIPT IMAGE           applies it
#   sh SCRIPT --undo IMAGE    takes it back
#
# No other program may have the image open meanwhile. The size of the image and all bytes that would be
# replaced are compared first: where anything differs, nothing is written. Whoever is interrupted runs it
# again, one way or the other: it goes on from where it was. Exit status: 0 done, 1 refused or failed,
# 2 wrong usage.`

const functions = String.raw`usage() {
  printf '%s\n' 'Usage: sh SCRIPT IMAGE, or sh SCRIPT --undo IMAGE'
}
die() {
  printf '%s\n' "$1" >&2
  exit 1
}
other() {
  if [ "$wrote" = yes ]; then
    die 'The image was written, but it does not read as it should: do not use it, run this again.'
  fi
  die 'This is not the image that the patch was made of, or it was changed since: nothing was written.'
}
broken() {
  if [ "$wrote" = no ]; then die 'Interrupted: nothing was written.'; fi
  die 'Stopped in the middle. Nothing is lost: run this again to complete it, or the other way to go back.'
}

zeros() {
  dd if=/dev/zero bs=512 count="$1" 2>/dev/null
}
whole() {
  [ $(wc -c <"$work/$1") -eq "$2" ] || die 'There is no room for temporary files: nothing was written.'
}
take() {
  dd if="$image" bs="$1" skip="$2" count="$4" 2>/dev/null || die 'The image cannot be read.'
}
put() {
  dd if="$work/$from" of="$image" bs="$1" skip="$3" seek="$2" count="$4" conv=notrunc 2>/dev/null || broken
}
blank() {
  dd if=/dev/zero bs="$1" count="$4" 2>/dev/null
}
header() {
  from=$2
  put 4096 "$1" 0 1
  barrier
}
# To $2 bytes, the last one at $1. Not every dd can do that.
resize() {
  dd if=/dev/null of="$image" bs=1 seek="$2" 2>/dev/null || broken
  if ! has "$1" || has "$2"; then truncate -s "$2" "$image" 2>/dev/null || broken; fi
  if ! has "$1" || has "$2"; then broken; fi
  barrier
}
barrier() {
  if [ "$fsync" = no ]; then sync
  else dd if=/dev/null of="$image" conv=notrunc,fsync 2>/dev/null || broken
  fi
}

# Whether the image has a byte there.
has() {
  [ $(dd if="$image" bs=1 skip="$1" count=1 2>/dev/null | wc -c) -eq 1 ]
}
# Whether each byte of $1 is that of $2 or that of $3: of a write that was cut.
mix() {
  cmp -l "$1" "$2" 2>/dev/null | sed 's/^ *\([0-9]*\) .*/\1/' >"$work/p"
  cmp -l "$1" "$3" 2>/dev/null | sed 's/^ *\([0-9]*\) .*/\1/' >"$work/q"
  [ -z "$(sort -n -m "$work/p" "$work/q" | uniq -d | sed 1q)" ]
}
# How far a header can be: 0 as it was, 2 while the data is written, 4 in the end; of a write that was cut 1 or 3,
# between these.
level() {
  take 4096 "$1" 0 1 >"$work/now-$2"
  level=
  for state in 0 2 4; do
    if cmp -s "$work/now-$2" "$work/$2$state"; then level=$level$state; fi
  done
  if [ "$level" = '' ]; then
    if mix "$work/now-$2" "$work/$2"0 "$work/$2"2; then level=1; fi
    if mix "$work/now-$2" "$work/$2"2 "$work/$2"4; then level="$level"3; fi
  fi
}
# The first of the pairs of levels that both headers can be at.
settle() {
  for pair do
    case $first_levels in
      *"${'$'}{pair%?}"*)
        case $second_levels in
          *"${'$'}{pair#?}"*)
            first=${'$'}{pair%?}
            second=${'$'}{pair#?}
            return 0
            ;;
        esac
        ;;
    esac
  done
  return 1
}
mixed() {
  mix "$work/now" "$work/old" "$work/new" || return 1
  [ "$new_size" = yes ] || return 0
  behind blank >"$work/blank"
  mix "$work/now-more" "$work/blank" "$work/more"
}
# Reads every place that the patch writes; ends the script where the image is in no state that it may be in.
look() {
  old_size=no
  new_size=no
  if has $last_before && ! has $size_before; then old_size=yes; fi
  if has $last_after && ! has $size_after; then new_size=yes; fi
  if [ $old_size$new_size = nono ]; then other; fi
  level $first_block first
  first_levels=$level
  level $second_block second
  second_levels=$level
  old=$old_size
  new=$new_size
  inside take >"$work/now"
  cmp -s "$work/now" "$work/old" || old=no
  cmp -s "$work/now" "$work/new" || new=no
  if [ $new_size = yes ]; then
    behind take >"$work/now-more"
    cmp -s "$work/now-more" "$work/more" || new=no
  fi
  if [ $old$new = nono ]; then mixed || other; fi
  pairs=22
  if [ $old = yes ]; then pairs='00 10 20 21 22'; fi
  if [ $new = yes ]; then pairs="$pairs $closing"; fi
  settle $pairs || other
}

close() {
  case $1 in
    first) if [ $first -lt 4 ]; then header $first_block first4; fi ;;
    second) if [ $second -lt 4 ]; then header $second_block second4; fi ;;
  esac
}
reopen() {
  case $1 in
    first) if [ $first -gt 2 ]; then header $first_block first2; fi ;;
    second) if [ $second -gt 2 ]; then header $second_block second2; fi ;;
  esac
}
apply() {
  if [ $first -lt 2 ]; then header $first_block first2; fi
  if [ $second -lt 2 ]; then header $second_block second2; fi
  if [ $new = no ]; then
    if [ $new_size = no ]; then resize $last_after $size_after; fi
    from=new
    inside put
    from=more
    behind put
    barrier
  fi
  close $closed_first
  close $closed_last
}
undo() {
  reopen $closed_last
  reopen $closed_first
  if [ $old = no ]; then
    from=old
    inside put
    barrier
    if [ $old_size = no ]; then resize $last_before $size_before; fi
  fi
  if [ $second -gt 0 ]; then header $second_block second0; fi
  if [ $first -gt 0 ]; then header $first_block first0; fi
}

main() {
  LC_ALL=C
  export LC_ALL
  unset IFS
  set -f
  way=apply
  plain=no
  count=0
  for word do
    case $plain$word in
      no--undo) way=undo ;;
      no--help) usage; exit 0 ;;
      no--) plain=yes ;;
      *) image=$word; count=$((count + 1)) ;;
    esac
  done
  if [ $count -ne 1 ]; then
    usage >&2
    exit 2
  fi
  # A path that begins so is no option of any command.
  case $image in
    /*) ;;
    *) image=./$image ;;
  esac
  if ! [ -f "$image" ]; then die 'There is no such image.'; fi
  if ! [ -r "$image" ] || ! [ -w "$image" ]; then die 'This user may not write the image.'; fi

  wrote=no
  work=${'$'}{TMPDIR:-/tmp}
  case $work in
    /*) ;;
    *) work=./$work ;;
  esac
  # One that was killed has left its folder, and there may be its number again.
  work=$work/vhdx-patch.$$
  count=0
  umask 077
  until mkdir "$work.$count" 2>/dev/null; do
    count=$((count + 1))
    if [ $count -gt 99 ]; then die 'There is no place for temporary files: nothing was written.'; fi
  done
  work=$work.$count
  trap 'rm -rf "$work"' EXIT
  trap broken HUP INT TERM
  unpack
  fsync=no
  if dd if=/dev/null of="$work/now" conv=notrunc,fsync 2>/dev/null; then fsync=yes; fi

  look
  if [ $way = apply ] && [ $first$second = 44 ]; then
    printf '%s\n' 'The image is as after the replay already: nothing was written.'
    exit 0
  fi
  if [ $way = undo ] && [ $first$second = 00 ]; then
    printf '%s\n' 'The image is as before the replay already: nothing was written.'
    exit 0
  fi
  wrote=yes
  $way
  look
  if [ $way = apply ]; then
    [ $first$second$new = 44yes ] || other
    printf '%s\n' 'Done: the log is replayed. --undo takes it back.'
  else
    [ $first$second$old = 00yes ] || other
    printf '%s\n' 'Done: the image is as it was before the replay.'
  fi
}`

export const SH_BODY = { head, functions }
