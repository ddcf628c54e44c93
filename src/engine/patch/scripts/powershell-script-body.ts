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

# How far a header is: 0 as it was, 2 while the data is written, 4 in the end; 9 none of these.
function Get-Level($header) {
  $bytes = Read-Image $header[0] 4096
  if (Test-Same $bytes (Get-Stored $header[1] 4096)) { return 0 }
  if (Test-Same $bytes (Get-Stored $header[2] 4096)) { return 2 }
  if (Test-Same $bytes (Get-Stored $header[3] 4096)) { return 4 }
  return 9
}

# Of a write of a header that was cut: which it was is said by the other header.
function Test-Between($header, [int] $which) {
  return Test-Mix (Read-Image $header[0] 4096) (Get-Stored $header[$which] 4096) (Get-Stored $header[$which + 1] 4096)
}

function Get-Levels {
  $levels = '{0}{1}' -f (Get-Level $first), (Get-Level $second)
  if ($levels -eq '90' -and (Test-Between $first 1)) { return '10' }
  if ($levels -eq '92' -and (Test-Between $first 2)) { return '32' }
  if ($levels -eq '29' -and (Test-Between $second 1)) { return '21' }
  if ($levels -eq '49' -and (Test-Between $second 2)) { return '43' }
  return $levels
}

# Reads every place that the patch writes; $null where the image is in no state that it may be in.
function Get-State {
  $size = $file.Length
  if ($size -ne $sizeBefore -and $size -ne $sizeAfter) { return $null }
  $levels = Get-Levels
  $state = @{
    First = [int]$levels.Substring(0, 1)
    Second = [int]$levels.Substring(1, 1)
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
  if ($levels -eq '22') { return $state }
  if ((@('00', '10', '20', '21') -contains $levels) -and $state.Old) { return $state }
  if ((@('32', '42', '43', '44') -contains $levels) -and $state.New) { return $state }
  return $null
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
  if ($state.First -lt 4) { Write-Header $first 3 }
  if ($state.Second -lt 4) { Write-Header $second 3 }
}

function Invoke-Undo($state) {
  if ($state.Second -gt 2) { Write-Header $second 2 }
  if ($state.First -gt 2) { Write-Header $first 2 }
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

export const POWERSHELL_BODY = { head, main }
