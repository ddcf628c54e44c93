/** The part of the script for PowerShell that is the same for every patch. */

const head = `# Applies the replay of a VHDX log to the image that it was made of, or takes it back. Made by VHDX Inspector.
#
#   powershell -NoProfile -ExecutionPolicy Bypass -File SCRIPT IMAGE          applies it
#   powershell -NoProfile -ExecutionPolicy Bypass -File SCRIPT IMAGE -Undo    takes it back
#
# No other program may have the image open: it is locked meanwhile. The size of the image and all bytes that
# would be replaced are compared first: where anything differs, nothing is written. Whoever is interrupted
# runs it again, one way or the other: it goes on from where it was. Exit status: 0 done, 1 refused or failed.
param(
  [Parameter(Mandatory = $true, Position = 0)] [string] $Image,
  [switch] $Undo
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2

function Read-Numbers([string] $line) {
  $numbers = @()
  foreach ($word in $line.Split(' ')) { $numbers += [long]$word }
  return ,$numbers
}
`

/** The lines that close a header, and that open it again: those of a replay close the first one first. */
const CLOSE = {
  first: '  if ($state.First -lt 4) { Write-Header $first 3 }',
  second: '  if ($state.Second -lt 4) { Write-Header $second 3 }',
}
const REOPEN = {
  first: '  if ($state.First -gt 2) { Write-Header $first 2 }',
  second: '  if ($state.Second -gt 2) { Write-Header $second 2 }',
}

const main = `
$other = 'This is not the image that the patch was made of, or it was changed since: nothing was written.'
$middle = 'Stopped in the middle. Nothing is lost: run this again to complete it, or the other way to go back.'
$runs = New-Object System.Collections.ArrayList
foreach ($line in ($table -split '\\r?\\n')) {
  if ($line -ne '') { [void]$runs.Add((Read-Numbers $line)) }
}

function Get-Stored([long] $at, [long] $length) {
  $bytes = New-Object byte[] ([int]$length)
  if ($at -ge 0) { [Array]::Copy($stored, $at, $bytes, [long]0, $length) }
  return ,$bytes
}

function Read-Image([long] $offset, [long] $length) {
  $bytes = New-Object byte[] ([int]$length)
  [void]$file.Seek($offset, [System.IO.SeekOrigin]::Begin)
  $done = 0
  while ($done -lt $length) {
    $count = $file.Read($bytes, $done, [int]($length - $done))
    if ($count -eq 0) { throw 'The image cannot be read.' }
    $done += $count
  }
  return ,$bytes
}

function Write-Image([long] $offset, [byte[]] $bytes) {
  [void]$file.Seek($offset, [System.IO.SeekOrigin]::Begin)
  $file.Write($bytes, 0, $bytes.Length)
}

function Test-Same([byte[]] $a, [byte[]] $b) {
  return [Convert]::ToBase64String($a) -ceq [Convert]::ToBase64String($b)
}

# Whether each byte is that of the one or of the other: of a write that was cut.
function Test-Mix([byte[]] $bytes, [byte[]] $a, [byte[]] $b) {
  for ($i = 0; $i -lt $bytes.Length; $i++) {
    if ($bytes[$i] -ne $a[$i] -and $bytes[$i] -ne $b[$i]) { return $false }
  }
  return $true
}

# How far a header can be: 0 as it was, 2 while the data is written, 4 in the end; of a write that was cut 1 or 3,
# between these.
function Get-Levels($header) {
  $bytes = Read-Image $header[0] 4096
  $states = @((Get-Stored $header[1] 4096), (Get-Stored $header[2] 4096), (Get-Stored $header[3] 4096))
  $levels = ''
  for ($i = 0; $i -lt 3; $i++) {
    if (Test-Same $bytes $states[$i]) { $levels += [string](2 * $i) }
  }
  if ($levels -eq '') {
    if (Test-Mix $bytes $states[0] $states[1]) { $levels += '1' }
    if (Test-Mix $bytes $states[1] $states[2]) { $levels += '3' }
  }
  return $levels
}

# The first of the pairs of levels that both headers can be at.
function Find-Pair([string] $one, [string] $two, $pairs) {
  foreach ($pair in $pairs) {
    if ($one.Contains($pair.Substring(0, 1)) -and $two.Contains($pair.Substring(1, 1))) { return $pair }
  }
  return $null
}

# Reads every place that the patch writes; $null where the image is in no state that it may be in.
function Get-State {
  $size = $file.Length
  if ($size -ne $sizeBefore -and $size -ne $sizeAfter) { return $null }
  $state = @{
    Old = $size -eq $sizeBefore
    New = $size -eq $sizeAfter
  }
  foreach ($run in $runs) {
    if ($run[2] -eq -2 -and $size -eq $sizeBefore) { continue }
    $bytes = Read-Image $run[0] $run[1]
    $old = Get-Stored $run[2] $run[1]
    $new = Get-Stored $run[3] $run[1]
    $isOld = Test-Same $bytes $old
    $isNew = Test-Same $bytes $new
    if (-not $isOld) { $state.Old = $false }
    if (-not $isNew) { $state.New = $false }
    if (-not $isOld -and -not $isNew -and -not (Test-Mix $bytes $old $new)) { return $null }
  }
  $pairs = @()
  if ($state.Old) { $pairs += @('00', '10', '20', '21') }
  $pairs += '22'
  if ($state.New) { $pairs += $closing }
  $pair = Find-Pair (Get-Levels $first) (Get-Levels $second) $pairs
  if ($null -eq $pair) { return $null }
  $state.First = [int]$pair.Substring(0, 1)
  $state.Second = [int]$pair.Substring(1, 1)
  return $state
}

function Write-Header($header, [int] $which) {
  Write-Image $header[0] (Get-Stored $header[$which] 4096)
  $file.Flush($true)
}

function Invoke-Apply($state) {
  if ($state.First -lt 2) { Write-Header $first 2 }
  if ($state.Second -lt 2) { Write-Header $second 2 }
  if (-not $state.New) {
    if ($file.Length -ne $sizeAfter) {
      $file.SetLength($sizeAfter)
      $file.Flush($true)
    }
    foreach ($run in $runs) { Write-Image $run[0] (Get-Stored $run[3] $run[1]) }
    $file.Flush($true)
  }
${CLOSE.first}
${CLOSE.second}
}

function Invoke-Undo($state) {
${REOPEN.second}
${REOPEN.first}
  if (-not $state.Old) {
    foreach ($run in $runs) {
      if ($run[2] -ne -2) { Write-Image $run[0] (Get-Stored $run[2] $run[1]) }
    }
    $file.Flush($true)
    if ($file.Length -ne $sizeBefore) {
      $file.SetLength($sizeBefore)
      $file.Flush($true)
    }
  }
  if ($state.Second -gt 0) { Write-Header $second 1 }
  if ($state.First -gt 0) { Write-Header $first 1 }
}

$file = $null
$wrote = $false
$status = 1
try {
  $path = (Resolve-Path -LiteralPath $Image).ProviderPath
  $file = [System.IO.File]::Open($path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::ReadWrite, [System.IO.FileShare]::None)
  $state = Get-State
  if ($null -eq $state) { throw $other }
  if (-not $Undo -and $state.First -eq 4 -and $state.Second -eq 4) {
    Write-Output 'The image is as after the replay already: nothing was written.'
  } elseif ($Undo -and $state.First -eq 0 -and $state.Second -eq 0) {
    Write-Output 'The image is as before the replay already: nothing was written.'
  } else {
    $wrote = $true
    if ($Undo) { Invoke-Undo $state } else { Invoke-Apply $state }
    $state = Get-State
    if ($null -eq $state) { throw 'It does not read as it should.' }
    if ($Undo) {
      if ($state.First -ne 0 -or $state.Second -ne 0 -or -not $state.Old) { throw 'It does not read as it should.' }
      Write-Output 'Done: the image is as it was before the replay.'
    } else {
      if ($state.First -ne 4 -or $state.Second -ne 4 -or -not $state.New) { throw 'It does not read as it should.' }
      Write-Output 'Done: the log is replayed. -Undo takes it back.'
    }
  }
  $status = 0
} catch {
  [Console]::Error.WriteLine($_.Exception.Message)
  if ($wrote) { [Console]::Error.WriteLine($middle) }
} finally {
  if ($null -ne $file) { $file.Dispose() }
}
exit $status`

/** For a patch that closes the second header first. */
const otherOrder = main
  .replace(`${CLOSE.first}\n${CLOSE.second}`, `${CLOSE.second}\n${CLOSE.first}`)
  .replace(`${REOPEN.second}\n${REOPEN.first}`, `${REOPEN.first}\n${REOPEN.second}`)

export const POWERSHELL_BODY = { head, main, otherOrder }
